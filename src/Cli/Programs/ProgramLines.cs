namespace Graft.Cli;

/// <summary>The few lines in which the programs for one task differ from those for another.</summary>
/// <param name="Predictor">Class that opens the model file.</param>
/// <param name="Print">Statement that prints <c>prediction</c> of <c>image</c>.</param>
/// <param name="Json">What the service answers of <c>prediction</c>.</param>
internal sealed record ProgramLines(string Predictor, string Print, string Json)
{
    private const string Objects = "new { prediction.Width, prediction.Height, Objects = prediction.Objects.Select(found => "
        + "new { found.ClassName, found.Score, found.Box.X1, found.Box.Y1, found.Box.X2, found.Box.Y2";

    private static readonly Dictionary<string, ProgramLines> Tasks = new()
    {
        ["classify"] = new("ClassificationPredictor",
            """Console.WriteLine($"{image}: {prediction.ClassName} ({prediction.Score:0.000})");""",
            "new { prediction.ClassName, prediction.Score, prediction.Scores }"),
        ["detect"] = new("DetectionPredictor",
            """foreach (var found in prediction.Objects) Console.WriteLine($"{image}: {found.ClassName} ({found.Score:0.000}) at {found.Box}");""",
            $"{Objects} }}) }}"),
        ["instances"] = new("DetectionPredictor",
            """foreach (var found in prediction.Objects) """
            + """Console.WriteLine($"{image}: {found.ClassName} ({found.Score:0.000}) at {found.Box}, {found.Mask!.Area} pixels");""",
            $"{Objects}, found.Mask!.Area }}) }}"),
        ["segment"] = new("SegmentationPredictor",
            """foreach (var (name, pixels) in prediction.Classes.Zip(prediction.PixelsPerClass)) Console.WriteLine($"{image}: {name}, {pixels} pixels");""",
            "new { prediction.Map!.Width, prediction.Map.Height, "
            + "Pixels = prediction.Classes.Zip(prediction.PixelsPerClass, (name, pixels) => new { name, pixels }) }"),
    };

    /// <summary>The tasks that there are programs for.</summary>
    public static IReadOnlyCollection<string> Known => Tasks.Keys;

    /// <exception cref="GraftException">There are none for that task.</exception>
    public static ProgramLines Of(string task) => Tasks.TryGetValue(task, out var lines) ? lines
        : throw new GraftException($"There is no program for models of the task '{task}'.", $"It is written for {string.Join(", ", Tasks.Keys)}.");
}
