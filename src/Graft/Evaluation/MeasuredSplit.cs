namespace Graft;

/// <summary>Which images of a data set are measured.</summary>
internal static class MeasuredSplit
{
    /// <summary>The split that was asked for; else <c>test</c> where there is one, else <c>val</c>, else null for all images.</summary>
    /// <param name="request">What the user said.</param>
    /// <param name="splits">The split of each image; null for none.</param>
    /// <exception cref="GraftException">No image is in the split that was asked for.</exception>
    public static string? Of(EvaluationRequest request, IEnumerable<string?> splits)
    {
        var present = splits.ToList();
        if (request.Split is { } wanted)
        {
            // Before the examination, which would look for what can be learned of no images.
            Require(request, present.Count(split => split == wanted));
            return wanted;
        }
        return present.Contains("test") ? "test" : present.Contains("val") ? "val" : null;
    }

    /// <summary>As a report calls it.</summary>
    public static string NameOf(string? split) => split switch
    {
        null => "all images",
        "val" => Reports.ReportSplits.Validation,
        _ => split,
    };

    /// <summary>Refuses to measure on nothing.</summary>
    /// <exception cref="GraftException">There is no image.</exception>
    public static void Require(EvaluationRequest request, int images)
    {
        if (images == 0)
            throw new GraftException($"'{request.Data}' has no image to measure on{(request.Split is { } split ? $" in its split '{split}'" : "")}.",
                cure: $"Choose another {Flag.Of("--split")}, or another data set.");
    }
}
