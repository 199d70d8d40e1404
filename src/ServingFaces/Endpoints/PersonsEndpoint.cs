using Graft.Faces;
using Graft.Serving;
using Microsoft.AspNetCore.Http;

namespace Graft.ServingFaces;

/// <summary>The people of a gallery.</summary>
internal sealed class PersonsEndpoint(ServedFaces faces) : FaceEndpoint(faces, "GET", "/v1/galleries/{gallery}/persons", KeyScope.Enroll)
{
    /// <inheritdoc/>
    public override Task Handle(HttpContext http, Service service, Caller caller) =>
        Exchange.Json(http, new { Persons = Gallery(http).Gallery.Persons() });
}

/// <summary>Removes a person for good, with the key.</summary>
internal sealed class RemovePersonEndpoint(ServedFaces faces) : FaceEndpoint(faces, "DELETE", "/v1/galleries/{gallery}/persons/{person}", KeyScope.Enroll)
{
    /// <inheritdoc/>
    public override async Task Handle(HttpContext http, Service service, Caller caller)
    {
        var (served, name) = (Gallery(http), Enroller.NameOf(http.Request.RouteValues["person"] as string));
        await Enroller.Remove(served, name, http.RequestAborted).ConfigureAwait(false);
        await Exchange.Json(http, new { Removed = name }).ConfigureAwait(false);
    }
}

/// <summary>Adds the faces on images to a person, who is made where the name is new; each is reviewed as <c>graft faces enroll</c> does.</summary>
internal sealed class AddSamplesEndpoint(ServedFaces faces) : FaceEndpoint(faces, "POST", "/v1/galleries/{gallery}/persons/{person}/samples", KeyScope.Enroll)
{
    /// <inheritdoc/>
    protected override IReadOnlyList<string> Asked => ["pick", "purpose", "expires"];

    /// <inheritdoc/>
    public override async Task Handle(HttpContext http, Service service, Caller caller)
    {
        var (served, name) = (Gallery(http), Enroller.NameOf(http.Request.RouteValues["person"] as string));
        var options = Enroller.OptionsOf(http.Request.Query);
        var images = await Look(http, service, caller, withHashes: true).ConfigureAwait(false);
        var items = await Enroller.Run(Served, served, name, images, options, http.RequestAborted).ConfigureAwait(false);
        if (items.All(item => item.Status == EnrolmentStatus.Refused)) throw Enroller.Refusal(items);
        var isNew = items.Any(item => item.Status == EnrolmentStatus.Enrolled);
        await Exchange.Json(http, new { Person = name, Samples = items.Select(SampleDocument.Of).ToList() }, isNew ? 201 : 200).ConfigureAwait(false);
    }

    /// <param name="Image">What the client calls it.</param>
    /// <param name="Status">enrolled, known or refused.</param>
    /// <param name="Reason">Why it was refused.</param>
    /// <param name="Measure">What was measured.</param>
    /// <param name="Value">Its value.</param>
    /// <param name="Limit">What it had to be.</param>
    private sealed record SampleDocument(string Image, EnrolmentStatus Status, string? Reason, string? Measure, double? Value, double? Limit)
    {
        public static SampleDocument Of(EnrolmentItem item) => new(item.File, item.Status, item.Reason, item.Measure, item.Value, item.Limit);
    }
}
