using System.Collections.Concurrent;
using System.Text.Json;
using Graft.Imaging;

namespace Graft.Data;

/// <summary>
/// Makes data sets for detection and segmentation from cut-outs and backgrounds (Dwibedi, Misra and Hebert, arXiv:1708.01642): the labels are
/// exact, since every pixel's origin is known.
/// </summary>
internal static class SceneComposition
{
    private const int Quality = 90;

    /// <summary>
    /// Writes <c>images/</c>, <c>annotations/</c> (COCO with masks), <c>masks/</c> (class indices, 0 is background), <c>classes.txt</c>
    /// and <c>sources.json</c>, which says what was made from what. No cut-out and no background is on two sides, and copies
    /// of one picture stay together.
    /// </summary>
    /// <param name="cutOuts">A folder with one folder of cut-outs per class: pictures with alpha.</param>
    /// <param name="backgrounds">A folder of photographs, at any depth; below train and val they stay on their side.</param>
    /// <param name="folder">A new or empty folder.</param>
    /// <param name="options">How.</param>
    /// <param name="progress">Told after every picture, from any thread.</param>
    /// <param name="cancellation">Stops between pictures.</param>
    /// <exception cref="GraftException">Folders are missing, or the target is not empty.</exception>
    /// <exception cref="ProblemsException">Options out of range; pictures that cannot be used: all at once.</exception>
    public static CompositionResult Write(string cutOuts, string backgrounds, string folder, CompositionOptions? options = null,
        IProgress<ExaminationProgress>? progress = null, CancellationToken cancellation = default)
    {
        options ??= new CompositionOptions();
        OptionsCheck.Throw("The composition", options);
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
            throw new GraftException($"'{folder}' is not empty.", "Expected a new or an empty folder.", "Choose another one, or clear it.");
        var sources = CompositionSources.Read(cutOuts, backgrounds, options, cancellation);
        var (done, total) = (0, options.TrainPictures + options.ValidationPictures + options.TestPictures);
        var withoutPlace = 0;
        var train = Side(SplitNames.Train, options.TrainPictures, sources.CutOuts.Train, sources.Backgrounds.Train);
        var validation = Side(SplitNames.Validation, options.ValidationPictures, sources.CutOuts.Validation, sources.Backgrounds.Validation);
        var test = Side(SplitNames.Test, options.TestPictures, sources.CutOuts.Test, sources.Backgrounds.Test);
        AtomicFile.WriteText(Path.Combine(folder, "classes.txt"), string.Join('\n', sources.Classes.Prepend("background")) + "\n");
        AtomicFile.WriteText(Path.Combine(folder, "sources.json"), System.Text.Json.JsonSerializer.Serialize(new
        {
            Options = options,
            Train = new { CutOuts = sources.CutOuts.Train.Select(sample => sample.Name),
                Backgrounds = sources.Backgrounds.Train.Select(sample => sample.Name) },
            Val = new { CutOuts = sources.CutOuts.Validation.Select(sample => sample.Name),
                Backgrounds = sources.Backgrounds.Validation.Select(sample => sample.Name) },
            Test = options.TestPictures == 0
                ? null
                : new { CutOuts = sources.CutOuts.Test.Select(sample => sample.Name), Backgrounds = sources.Backgrounds.Test.Select(sample => sample.Name) },
        }, Json.Options) + "\n");
        return new CompositionResult(sources.Classes, options.TrainPictures, options.ValidationPictures, train, validation)
        {
            TestPictures = options.TestPictures,
            TestObjects = test,
            Warnings = [.. sources.Warnings, .. Left(folder, withoutPlace)],
        };

        int Side(string side, int count, IReadOnlyList<Sample> cut, IReadOnlyList<Sample> behind)
        {
            if (count == 0) return 0;
            var composer = new SceneComposer(cut, behind, options);
            var objects = new ConcurrentDictionary<int, IReadOnlyList<ObjectAnnotation>>();
            Parallel.For(0, count, new ParallelOptions { CancellationToken = cancellation }, at =>
            {
                var scene = composer.Compose(SeededRandom.For(options.Seed, $"compose/{side}/{at}"));
                AtomicFile.WriteBytes(Path.Combine(folder, "images", side, Name(side, at, "jpg")), ImageEncoder.EncodeJpeg(scene.Image, Quality));
                AtomicFile.WriteBytes(Path.Combine(folder, "masks", side, Name(side, at, "png")),
                    IndexPng.Write(MaskPainting.Paint(options.Width, options.Height, scene.Objects)));
                objects[at] = scene.Objects;
                progress?.Report(new ExaminationProgress(Interlocked.Increment(ref done), total));
            });
            withoutPlace += composer.WithoutPlace;
            WriteAnnotations(side, count, objects);
            return objects.Values.Sum(items => items.Count);
        }

        void WriteAnnotations(string side, int count, ConcurrentDictionary<int, IReadOnlyList<ObjectAnnotation>> objects)
        {
            var annotations = Enumerable.Range(0, count).SelectMany(at => objects[at].Select(item => (at, item)));
            CocoJson.Write(Path.Combine(folder, "annotations", $"instances_{side}.json"), new CocoDocument
            {
                Info = JsonSerializer.SerializeToElement(new { Description = "Cut-outs composed on photographs" }, Json.Compact),
                Images = [.. Enumerable.Range(0, count)
                    .Select(at => new CocoImage { Id = at + 1, Width = options.Width, Height = options.Height, FileName = Name(side, at, "jpg") })],
                Annotations = [.. annotations.Select((pair, number) => CocoWriter.Annotation(pair.item, number + 1, pair.at + 1, pair.item.Label + 1))],
                Categories = [.. sources.Classes.Select((name, label) => new CocoCategory { Id = label + 1, Name = name, Supercategory = "" })],
            });
        }
    }

    private static IEnumerable<Problem> Left(string folder, int count)
    {
        if (count > 0)
            yield return new Problem(folder, $"{Words.Count(count, "object", "objects")} found no place and {Words.Was(count)} left out.",
                "Ask for fewer or smaller objects, or let them cover each other more.", IsWarning: true);
    }

    private static string Name(string side, int at, string extension) => $"{side}_{at:00000}.{extension}";
}

/// <summary>What was composed.</summary>
/// <param name="Classes">Class names in the order of the categories.</param>
/// <param name="TrainPictures">Pictures to train with.</param>
/// <param name="ValidationPictures">Pictures to validate with.</param>
/// <param name="TrainObjects">Objects on the former.</param>
/// <param name="ValidationObjects">Objects on the latter.</param>
internal sealed record CompositionResult(IReadOnlyList<string> Classes, int TrainPictures, int ValidationPictures, int TrainObjects, int ValidationObjects)
{
    /// <summary>Pictures to test with.</summary>
    public int TestPictures { get; init; }

    /// <summary>Objects on them.</summary>
    public int TestObjects { get; init; }

    /// <summary>What the readers and examinations noticed and did not refuse.</summary>
    public IReadOnlyList<Problem> Warnings { get; init; } = [];
}
