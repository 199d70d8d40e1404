using Graft.Artifacts;
using Microsoft.AspNetCore.Http;

namespace Graft.Serving;

/// <summary>Open Inference Protocol: a model's inputs and outputs.</summary>
internal sealed class V2ModelEndpoint() : ServingEndpoint("GET", "/v2/models/{name}", KeyScope.Predict)
{
    public override Task Handle(HttpContext http, Service service, Caller caller)
    {
        var name = ModelEndpoint.Find(http, service);
        var current = name.Current ?? throw new ServingProblem(503, "not-ready", $"The model '{name.Name}' has no version that answers.");
        var contract = current.Model.Manifest.Preprocess;
        var isFree = contract.ResizeLonger > 0;
        TensorDocument input = new(OnnxWriter.Images, "UINT8", [-1, isFree ? -1 : contract.Height, isFree ? -1 : contract.Width, 3]);
        return Exchange.Json(http, new ModelMetadata(name.Name, [current.Version], "onnxruntime_onnx", [input],
            [.. current.Model.Outputs.Select(output => new TensorDocument(output.Name, output.Type, output.Shape))]));
    }

    private sealed record ModelMetadata(
        string Name, IReadOnlyList<string> Versions, string Platform, IReadOnlyList<TensorDocument> Inputs, IReadOnlyList<TensorDocument> Outputs);

    private sealed record TensorDocument(string Name, string Datatype, IReadOnlyList<long> Shape);
}
