using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Graft.Serving;

/// <summary>Open Inference Protocol: ready pixels to the outputs of the network.</summary>
/// <param name="version">As in <see cref="V2ModelEndpoint"/>.</param>
internal sealed class V2InferEndpoint(string version = "") : ServingEndpoint("POST", $"/v2/models/{{name}}{version}/infer", KeyScope.Predict)
{
    private static readonly string[] Types = ["application/json", "application/octet-stream", "application/x-www-form-urlencoded"];

    public override bool IsRated => true;

    public override async Task Handle(HttpContext http, Service service, Caller caller)
    {
        var (name, _) = V2ModelEndpoint.Find(http, service);
        using var work = Work.Begin(http, service, caller, name);
        V2ModelEndpoint.Check(http, name, work.Version); // another one may have taken its place since
        CheckType(http.Request.ContentType);
        work.RefuseHopeless();
        using var body = await work.Read(cancellation => ReadBody(http, service, cancellation)).ConfigureAwait(false);
        var (request, images) = InferRequest.Read(body.Bytes, JsonLength(http.Request, body.Bytes.Length), service.Limits);
        if (version.Length == 0) work.Choose(images.Bytes.Span); // who asks for a version gets that one
        request.CheckOutputs(work.Version.Model);
        var bytes = Take(service, InferResponse.BytesOf(request, work.Version.Model, images));
        try
        {
            var outputs = await work.Infer(images, body.Keep).ConfigureAwait(false);
            work.WriteHeaders();
            await InferResponse.Write(http, request, work.Version, outputs).ConfigureAwait(false);
        }
        finally
        {
            service.Bytes.GiveBack(bytes);
        }
    }

    // Outputs of pixels are many times their image: they count as bodies do, before anything is computed.
    private static long Take(Service service, long bytes)
    {
        if (bytes > service.Limits.BytesInFlight / 2)
            throw new ServingProblem(413, "answer-too-large",
                $"The outputs would take {bytes} bytes. Send fewer or smaller images at once, or ask for fewer outputs, as bytes (binary_data).")
            {
                Limit = service.Limits.BytesInFlight / 2,
            };
        return service.Bytes.TryTake(bytes) ? bytes
            : throw ServingProblem.Of(new Runtime.ServingRefusal(Runtime.RefusalReason.BytesInFlight, TimeSpan.FromSeconds(1)), service.Limits);
    }

    // What curl says without being asked is not looked at: the content is.
    private static void CheckType(string? given)
    {
        if (string.IsNullOrEmpty(given)) return;
        if (!MediaTypeHeaderValue.TryParse(given, out var type) || !Types.Contains(type.MediaType.Value, StringComparer.OrdinalIgnoreCase))
            throw new ServingProblem(415, "not-a-tensor", "The body is neither JSON nor JSON with tensors behind it (application/octet-stream).");
    }

    private static async Task<ReceivedImage> ReadBody(HttpContext http, Service service, CancellationToken cancellation)
    {
        var body = new ReceivedImage(service.Bytes, "body");
        try
        {
            await body.ReadFrom(http.Request.Body, service.Limits.MaxBodyBytes, cancellation).ConfigureAwait(false);
            return body;
        }
        catch (Exception failure)
        {
            body.Dispose();
            if (failure is Runtime.ServingRefusal refusal) throw ServingProblem.Of(refusal, service.Limits);
            throw;
        }
    }

    private static int JsonLength(HttpRequest request, int length)
    {
        var given = request.Headers[InferResponse.LengthHeader].ToString();
        if (given.Length == 0) return length;
        return int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out var json) && json <= length
            ? json
            : throw ServingProblem.BadRequest($"{InferResponse.LengthHeader} is a number of bytes, at most those of the body.");
    }
}
