using Graft.Runtime;

namespace Graft.Cli;

/// <summary>The few lines in which the programs for one task differ from those for another.</summary>
/// <param name="Predictor">Class that opens the model file.</param>
/// <param name="Print">Statement that prints <c>prediction</c> of <c>image</c>.</param>
/// <param name="Json">What the service answers of <c>prediction</c>.</param>
internal sealed record ProgramLines(string Predictor, string Print, string Json)
{
    // What graft predict shows, the program shows.
    private static readonly string Sure =
        FormattableString.Invariant($", new RuntimeOptions {{ ScoreThreshold = {DetectedFacts.DefaultConfidence} }}");

    private const string Objects = "new { prediction.Width, prediction.Height, Objects = prediction.Objects.Select(found => "
        + "new { found.ClassName, found.Score, found.Box.X1, found.Box.Y1, found.Box.X2, found.Box.Y2";

    /// <summary>What the model is opened with behind its path; empty for nothing.</summary>
    public string Options { get; init; } = "";

    /// <summary>For classifiers.</summary>
    public static ProgramLines Classes { get; } = new("ClassificationPredictor",
        """Console.WriteLine($"{image}: {prediction.ClassName} ({prediction.Score:0.000})");""",
        "new { prediction.ClassName, prediction.Score, prediction.Scores }");

    /// <summary>For detectors.</summary>
    public static ProgramLines Boxes { get; } = new("DetectionPredictor",
        """foreach (var found in prediction.Objects) Console.WriteLine($"{image}: {found}");""",
        $"{Objects} }}) }}")
    { Options = Sure };

    /// <summary>For detectors that find masks.</summary>
    public static ProgramLines Masks { get; } = new("DetectionPredictor",
        """foreach (var found in prediction.Objects) """
        + """Console.WriteLine($"{image}: {found}, {found.Mask!.Area} pixels");""",
        $"{Objects}, found.Mask!.Area }}) }}")
    { Options = Sure };

    /// <summary>For networks that describe identities.</summary>
    public static ProgramLines Descriptors { get; } = new("IdentityPredictor",
        """Console.WriteLine($"{image}: {prediction.Descriptor.Count} numbers, {string.Join(' ', prediction.Descriptor.Take(4))} ..");""",
        "new { prediction.Descriptor }");

    /// <summary>For segmentation networks.</summary>
    public static ProgramLines Pixels { get; } = new("SegmentationPredictor",
        """foreach (var (name, pixels) in prediction.Classes.Zip(prediction.PixelsPerClass)) Console.WriteLine($"{image}: {name}, {pixels} pixels");""",
        "new { prediction.Map!.Width, prediction.Map.Height, "
        + "Pixels = prediction.Classes.Zip(prediction.PixelsPerClass, (name, pixels) => new { name, pixels }) }");
}
