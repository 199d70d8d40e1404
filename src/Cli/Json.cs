using System.Text.Json.Serialization;
using Graft.Artifacts;
using Graft.Data;
using Graft.Imaging;
using Graft.Networks;
using Graft.Reports;
using Graft.Runtime;

namespace Graft.Cli;

// What programs read: the documents that verbs print under --json, and what is in them. Names are written in camelCase, and absent values are left
// out. The answers of training are beside their views, and `graft data inspect` prints the facts that it shows.

/// <summary><c>graft export</c>.</summary>
/// <param name="Path">The model file.</param>
/// <param name="LargestDifference">Between the answers of the trainer and of ONNX Runtime.</param>
internal sealed record ExportFacts(string Path, double LargestDifference);

/// <summary>What an export in 8 bits answers.</summary>
internal sealed record Int8ExportFacts(
    string Path, long Bytes, double Speed, Graft.Artifacts.QuantisationFacts Quantisation, IReadOnlyList<Int8SplitFacts> Splits)
{
    public Int8ExportFacts(Int8Result result)
        : this(result.Path, result.Sizes.Quantised, Math.Round(result.Speed, 2), result.Facts, [.. result.Judgements.Select(one => new Int8SplitFacts(one))])
    {
    }
}

/// <summary>The main metric of a split in 8 bits and in 32.</summary>
internal sealed record Int8SplitFacts(
    string Split, int Images, string Metric, double? Int8, double? Fp32, Graft.Tasks.ConfidenceInterval? Difference, double? P)
{
    public Int8SplitFacts(Int8Judgement one)
        : this(one.Split, one.Images, one.Metric.Key, one.Answer.First, one.Answer.Second, one.Answer.Interval, one.Answer.P)
    {
    }
}

/// <summary><c>graft features</c>.</summary>
internal sealed record FeatureFacts(string File, int Images, int Width);

/// <summary><c>graft demo</c>.</summary>
internal sealed record DemoFacts(BaselineComparison Comparison, string Photo, string TrueClass, string Predicted, float Score, string Report, string Model)
{
    public static DemoFacts Of(DemoResult result) => new(result.Comparison, result.Photo.Path, result.TrueClass, result.Photo.ClassName, result.Photo.Score,
        result.Transfer.Folder.Report, result.Transfer.Folder.Model);
}

/// <summary><c>graft doctor</c>.</summary>
internal sealed record DoctorFacts(IReadOnlyList<Check> Checks);

/// <summary><c>graft data split</c>: a file for images by class, else a folder in the data's format.</summary>
internal sealed record SplitFacts
{
    public string? File { get; init; }

    public string? Folder { get; init; }

    public DatasetFormat? Format { get; init; }

    public required int Train { get; init; }

    public required int Val { get; init; }

    public required int Test { get; init; }

    public required int LeftOut { get; init; }

    public IReadOnlyList<Problem>? Losses { get; init; }

    public required ulong Seed { get; init; }
}

/// <summary><c>graft data convert</c>.</summary>
internal sealed record ConvertFacts(string Folder, int Images, int Objects, IReadOnlyList<Problem> Losses);

/// <summary><c>graft data compose</c>.</summary>
internal sealed record ComposeFacts(string Folder, IReadOnlyList<string> Classes)
{
    public required int TrainImages { get; init; }

    public required int ValidationImages { get; init; }

    public required int TestImages { get; init; }

    public required int TrainObjects { get; init; }

    public required int ValidationObjects { get; init; }

    public required int TestObjects { get; init; }

    public required ulong Seed { get; init; }

    public static ComposeFacts Of(string folder, CompositionResult result, ulong seed) => new(System.IO.Path.GetFullPath(folder), result.Classes)
    {
        TrainImages = result.TrainImages,
        ValidationImages = result.ValidationImages,
        TestImages = result.TestImages,
        TrainObjects = result.TrainObjects,
        ValidationObjects = result.ValidationObjects,
        TestObjects = result.TestObjects,
        Seed = seed,
    };
}

/// <summary><c>graft models</c> and <c>graft models NAME</c>.</summary>
internal sealed record ModelsFacts(IReadOnlyList<ModelRow> Models);

/// <summary>One stage of a network: where features can be taken and freezing can end.</summary>
internal sealed record StageDto(string Name, int Stride, int Channels, IReadOnlyList<int> Output, long Parameters, long MultiplyAdds)
{
    public static StageDto Of(Stage stage, StageSummary summary) =>
        new(stage.Name, stage.Stride, stage.Channels, summary.Output, summary.Parameters, summary.MultiplyAdds);
}

/// <summary><c>graft models FILE</c>: what a model file says of itself.</summary>
internal sealed record ModelFileFacts(string File, string Task, string Model, IReadOnlyList<string> Classes, Preprocess Preprocess)
{
    public IReadOnlyDictionary<string, double>? Metrics { get; init; }

    public string? Producer { get; init; }

    public string? DataFingerprint { get; init; }

    public string? ContentHash { get; init; }

    /// <summary>fp32, fp16 or int8.</summary>
    public required string Precision { get; init; }

    /// <summary>Of 8 bits, how it was calibrated and what it cost.</summary>
    public Graft.Artifacts.QuantisationFacts? Quantisation { get; init; }

    /// <summary>Where the weights come from, the nearest origin first.</summary>
    public required IEnumerable<WeightsOrigin> Weights { get; init; }

    public static ModelFileFacts Of(string path, Manifest manifest) =>
        new(System.IO.Path.GetFullPath(path), manifest.Task, manifest.Model, manifest.Classes, manifest.Preprocess)
        {
            Metrics = manifest.Metrics,
            Producer = manifest.Producer,
            DataFingerprint = manifest.DataFingerprint,
            ContentHash = manifest.ContentHash,
            Precision = manifest.Precision,
            Quantisation = manifest.Quantisation,
            Weights = manifest.Origin?.Lineage() ?? [],
        };
}

/// <summary><c>graft models FOLDER</c>: weights in timm's layout.</summary>
internal sealed record HubFolderFacts(string Folder, string Architecture, string Model, string? Tag, int Classes, IReadOnlyList<string>? ClassNames)
{
    public required Preprocess Preprocess { get; init; }

    public required string WeightsFile { get; init; }

    public string? Licence { get; init; }

    public HubOrigin? Origin { get; init; }

    public required string Sha256 { get; init; }

    public static HubFolderFacts Of(HubRepository repository, string sha256) =>
        new(repository.Folder, repository.Architecture, repository.Model, repository.Tag, repository.Classes, repository.ClassNames)
        {
            Preprocess = repository.Preprocess,
            WeightsFile = repository.WeightsFile,
            Licence = repository.Licence,
            Origin = repository.Origin,
            Sha256 = sha256,
        };
}

/// <summary><c>graft models --recommend</c>.</summary>
internal sealed record RecommendFacts(string Method, string ProbeMethod, Recommendation Recommendation)
{
    public static RecommendFacts Of(Recommendation answer) => new(Recommendation.Method, Recommendation.ProbeMethod, answer);
}

/// <summary><c>graft models pull</c>: the file of each name.</summary>
internal sealed record PullFacts(IReadOnlyDictionary<string, string> Files);

/// <summary><c>graft new</c>.</summary>
internal sealed record NewFacts(string Folder, string Task, string Version, IReadOnlyList<string> Files)
{
    public static NewFacts Of(string folder, GeneratedProgram program) => new(folder, program.Task, program.Version,
        [.. Directory.GetFiles(folder).Select(file => System.IO.Path.GetFileName(file)).Order(StringComparer.Ordinal)]);
}

/// <summary><c>graft pack</c>.</summary>
internal sealed record PackFacts(string Folder, string Version, IReadOnlyList<PackageDto> Packages);

/// <summary>A package that was made.</summary>
internal sealed record PackageDto(string File, long Bytes);
