using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Graft.Serving;

/// <summary>Open Inference Protocol: ready pixels to the outputs of the network.</summary>
/// <param name="version">As in <see cref="V2ModelEndpoint"/>.</param>
internal sealed class V2InferEndpoint(string version = "") : ServingEndpoint("POST", $"/v2/models/{{name}}{version}/infer", KeyScope.Predict)
{
    public override bool IsRated => true;

    public override async Task Handle(HttpContext http, Service service, Caller caller)
    {
        var name = V2ModelEndpoint.Find(http, service);
        using var work = Work.Begin(http, service, caller, name);
        work.RefuseHopeless();
        using var body = await work.Read(cancellation => ReadBody(http, service, cancellation)).ConfigureAwait(false);
        var (request, images) = InferRequest.Read(body.Bytes, JsonLength(http.Request, body.Bytes.Length));
        if ((long)images.Count * images.Height * images.Width > service.Limits.MaxPixels)
            throw new ServingProblem(413, "image-too-large",
                $"The tensor has more than {service.Limits.MaxPixels} pixels.")
            { Limit = service.Limits.MaxPixels };
        if (images.Count > service.Limits.MaxImages)
            throw new ServingProblem(413, "too-many-images", $"There are more than {service.Limits.MaxImages} images.") { Limit = service.Limits.MaxImages };
        var outputs = await work.Infer(images, body.Keep).ConfigureAwait(false);
        work.WriteHeaders();
        await InferResponse.Write(http, request, work.Version, outputs).ConfigureAwait(false);
    }

    private static async Task<ReceivedImage> ReadBody(HttpContext http, Service service, CancellationToken cancellation)
    {
        var body = new ReceivedImage(service.Bytes, "body");
        try
        {
            await body.ReadFrom(http.Request.Body, http.Request.ContentLength ?? 0, service.Limits.MaxBodyBytes, cancellation).ConfigureAwait(false);
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
