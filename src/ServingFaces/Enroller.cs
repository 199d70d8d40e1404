using System.Globalization;
using Graft.Faces;
using Graft.Runtime;
using Graft.Serving;
using Microsoft.AspNetCore.Http;

namespace Graft.ServingFaces;

/// <summary>Puts the faces of a request's images into a gallery, with the review of <c>graft faces enroll</c>, and takes people out.</summary>
internal static class Enroller
{
    /// <summary>The name that an address gives.</summary>
    /// <exception cref="ServingProblem">400.</exception>
    public static string NameOf(string? given)
    {
        try
        {
            // ASP.NET leaves a slash within a part of an address encoded.
            return PersonName.Clean((given ?? "").Replace("%2F", "/", StringComparison.OrdinalIgnoreCase));
        }
        catch (GraftException wrong)
        {
            throw ServingProblem.BadRequest(wrong.Message);
        }
    }

    /// <summary>How they are reviewed: <c>pick=largest</c>, <c>purpose=</c>, <c>expires=2027-12-31</c>.</summary>
    /// <exception cref="ServingProblem">400.</exception>
    public static EnrolmentOptions OptionsOf(IQueryCollection query)
    {
        if (query["pick"].ToString() is not ("" or "largest")) throw ServingProblem.BadRequest("pick is largest, or left out.");
        DateTimeOffset? expires = null;
        if (query["expires"].ToString() is { Length: > 0 } given)
            expires = DateTimeOffset.TryParse(given, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
                && time > DateTimeOffset.UtcNow
                ? time : throw ServingProblem.BadRequest($"expires is '{ServingProblem.Plain(given)}'; a day to come, such as 2027-12-31, is expected.");
        return new EnrolmentOptions
        {
            PickLargest = query["pick"] == "largest",
            Purpose = query["purpose"].ToString() is { Length: > 0 } purpose ? purpose : null,
            Expires = expires,
        };
    }

    /// <summary>Reviews and adds.</summary>
    /// <returns>What became of each image.</returns>
    public static async Task<IReadOnlyList<EnrolmentItem>> Run(
        ServedFaces faces, ServedGallery served, string name, IReadOnlyList<SeenImage> images, EnrolmentOptions options, CancellationToken cancellation)
    {
        // Forms may send two files of one name.
        Dictionary<string, SeenImage> named = new(StringComparer.Ordinal);
        foreach (var image in images)
        {
            var file = image.Name;
            for (var number = 2; !named.TryAdd(file, image); number++) file = $"{image.Name} ({number})";
        }
        var enrolment = new Enrolment(served.Gallery, new SeenFaces(faces.Contract, named), options)
        {
            Open = file => named[file].Failure is { } failure ? throw failure : Photograph.Known(file, named[file].Hash),
        };
        return await Alone(served, () => enrolment.Run([new PersonImages(name, [.. named.Keys])], cancellation: cancellation), cancellation)
            .ConfigureAwait(false);
    }

    /// <summary>Why none of the images was taken.</summary>
    public static ServingProblem Refusal(IReadOnlyList<EnrolmentItem> items)
    {
        var (code, detail) = (items.All(item => CodeOf(item) == "no-face") ? "no-face" : "face-refused", string.Join(" ", items.Select(Why)));
        return new ServingProblem(422, code, detail) { Limit = items.Count == 1 ? items[0].Limit : null };
    }

    private static string CodeOf(EnrolmentItem item) => item.Measure == "faces" && item.Value == 0 ? "no-face" : "face-refused";

    private static string Why(EnrolmentItem item)
    {
        var measured = item is { Measure: not "faces", Value: { } value, Limit: { } limit }
            ? string.Create(CultureInfo.InvariantCulture, $" ({item.Measure} {value:0.###}, {limit:0.###} is the limit)") : "";
        return $"{item.File}: {item.Reason}{measured}.";
    }

    /// <exception cref="ServingProblem">404.</exception>
    public static async Task Remove(ServedGallery served, string name, CancellationToken cancellation)
    {
        if (!await Alone(served, () => served.Gallery.Remove(name), cancellation).ConfigureAwait(false))
            throw new ServingProblem(404, "no-person", $"There is nobody of the name '{ServingProblem.Plain(name)}'.");
    }

    // Those who wait hold no thread.
    private static async Task<T> Alone<T>(ServedGallery served, Func<T> change, CancellationToken cancellation)
    {
        await served.Enrolling.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            return change();
        }
        finally
        {
            served.Enrolling.Release();
        }
    }

    // Faces that the workers have found.
    private sealed class SeenFaces(FaceContract contract, IReadOnlyDictionary<string, SeenImage> images) : IFaceSource
    {
        public FaceContract Contract => contract;

        public IReadOnlyList<Face> Analyze(string file) => images[file].Faces;

        public IReadOnlyList<Face> Analyze(string file, ReadOnlyMemory<byte> bytes) => images[file].Faces;
    }
}
