using System.Security.Cryptography;
using Graft.Tasks;

namespace Graft.Reports;

/// <summary>The model file of a run.</summary>
/// <param name="Path">As shown to the user.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Sha256">Hash of the file in hexadecimal.</param>
/// <param name="Parity">How trainer and ONNX Runtime agree in the parity gate, in the task's words; null when it was not measured.</param>
internal sealed record ArtifactSummary(string Path, long Bytes, string Sha256, string? Parity = null)
{
    /// <summary>Of a file as it lies there now, relative to the working directory where that is shorter.</summary>
    public static ArtifactSummary Of(string file, string? parity = null)
    {
        using var stream = File.OpenRead(file);
        var path = System.IO.Path.GetRelativePath(Environment.CurrentDirectory, file);
        return new(path.Length < file.Length ? path : file, stream.Length, Convert.ToHexStringLower(SHA256.HashData(stream)), parity);
    }

    public static IReadOnlyList<Fact> Facts(ArtifactSummary? file) =>
    [
        new("Model file", file is null ? "–" : $"{file.Path}, {Numbers.Bytes(file.Bytes)}"),
        new("Its SHA-256", file?.Sha256 ?? "–"),
        new("Trainer against ONNX Runtime", file?.Parity ?? "–"),
    ];
}

/// <summary>One way of training in a comparison.</summary>
/// <param name="Name">Such as "gradual on ImageNet weights" or "from scratch".</param>
/// <param name="Accuracy">0..1.</param>
/// <param name="Interval">Its confidence interval.</param>
/// <param name="Duration">Time spent on training.</param>
internal sealed record BaselineEntry(string Name, double Accuracy, ConfidenceInterval? Interval, TimeSpan Duration);

/// <summary>Two ways of training on the same images.</summary>
/// <param name="Entries">At least two; the first is this run.</param>
/// <param name="Difference">Interval of the first entry's accuracy less the second's over the same images; null when not computed.</param>
internal sealed record BaselineComparison(IReadOnlyList<BaselineEntry> Entries, ConfidenceInterval? Difference = null);

/// <summary>Images, or objects, of one class.</summary>
/// <param name="Class">Its name.</param>
/// <param name="Training">Those trained on.</param>
/// <param name="Validation">Those validated on.</param>
/// <param name="Test">Those tested on.</param>
internal sealed record ClassCount(string Class, int Training, int Validation, int Test = 0);

/// <summary>The images of a run.</summary>
internal sealed record DatasetSummary
{
    /// <summary>Folder or manifest, as the user gave it.</summary>
    public required string Source { get; init; }

    /// <summary>Counts by class.</summary>
    public required IReadOnlyList<ClassCount> Classes { get; init; }

    /// <summary>What is counted.</summary>
    public string Unit { get; init; } = "images";

    /// <summary>What the examination found.</summary>
    public IReadOnlyList<Problem> Problems { get; init; } = [];
}

/// <summary>A small image with what was predicted for it.</summary>
/// <param name="Name">File name relative to the data set.</param>
/// <param name="Image">The image; it becomes part of the report.</param>
/// <param name="Answer">What was predicted: a class, or counts.</param>
internal sealed record ReportImage(string Name, PageImage Image, string Answer)
{
    /// <summary>What belongs to the answer: its score.</summary>
    public string Detail { get; init; } = "";

    /// <summary>What would have been right; null where nothing need be said.</summary>
    public string? Truth { get; init; }

    /// <summary>What the answer rests on, drawn on the image; null where that is not shown.</summary>
    public PageImage? Map { get; init; }

    /// <summary>Whether the answer is right; null where it is neither.</summary>
    public bool? IsRight { get; init; }
}

/// <summary>Images of one kind: the worst mistakes.</summary>
/// <param name="Title">What they are.</param>
/// <param name="Images">The images, the most telling first.</param>
internal sealed record ImageGroup(string Title, IReadOnlyList<ReportImage> Images)
{
    /// <summary>How to read them; empty where that is plain.</summary>
    public string Note { get; init; } = "";

    /// <summary>Whether they are shown whole and wide instead of as square tiles.</summary>
    public bool IsWide { get; init; }
}
