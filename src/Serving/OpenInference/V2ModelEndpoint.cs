using Graft.Artifacts;
using Graft.Runtime;
using Microsoft.AspNetCore.Http;

namespace Graft.Serving;

/// <summary>Open Inference Protocol: a model's inputs and outputs.</summary>
/// <param name="version">The part of the address that names a version; empty for whichever answers.</param>
internal sealed class V2ModelEndpoint(string version = "") : ServingEndpoint("GET", $"/v2/models/{{name}}{version}", KeyScope.Predict)
{
    public override Task Handle(HttpContext http, Service service, Caller caller)
    {
        var (name, answering) = Find(http, service);
        var current = answering ?? throw new ServingProblem(503, "not-ready", $"The model '{name.Name}' has no version that answers.");
        var contract = current.Model.Manifest.Preprocess;
        var isFree = contract.ResizeLonger > 0;
        TensorDocument input = new(OnnxWriter.Images, "UINT8", [-1, isFree ? -1 : contract.Height, isFree ? -1 : contract.Width, 3]);
        return Exchange.Json(http, new ModelMetadata(name.Name, [current.Version], "onnxruntime_onnx", [input],
            [.. current.Model.Outputs.Select(output => new TensorDocument(output.Name, output.Type, output.Shape))]));
    }

    /// <summary>The model that the address names, and the version that answers: the one that the address names, where it names one.</summary>
    /// <exception cref="ServingProblem">404.</exception>
    public static (ServedName Name, ServedVersion? Answering) Find(HttpContext http, Service service)
    {
        var name = ModelEndpoint.Find(http, service);
        var answering = name.Current;
        Check(http, name, answering);
        return (name, answering);
    }

    /// <summary>Holds the version that answers against the one that the address may name.</summary>
    /// <exception cref="ServingProblem">404.</exception>
    public static void Check(HttpContext http, ServedName name, ServedVersion? answering)
    {
        if (http.Request.RouteValues["version"] is string version && version != answering?.Version) throw ServingProblem.NoVersion(name, version);
    }

    private sealed record ModelMetadata(
        string Name, IReadOnlyList<string> Versions, string Platform, IReadOnlyList<TensorDocument> Inputs, IReadOnlyList<TensorDocument> Outputs);

    private sealed record TensorDocument(string Name, string Datatype, IReadOnlyList<long> Shape);
}
