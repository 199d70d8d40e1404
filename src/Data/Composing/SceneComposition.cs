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
    /// and <c>sources.json</c>, which says what was made from what. No cut-out and no background is in two splits, and copies
    /// of one image stay together.
    /// </summary>
    /// <param name="cutOuts">A folder with one folder of cut-outs per class: images with alpha.</param>
    /// <param name="backgrounds">A folder of photographs, at any depth; below train and val they stay in their split.</param>
    /// <param name="folder">A new or empty folder.</param>
    /// <param name="options">How.</param>
    /// <param name="progress">Told after every image, from any thread.</param>
    /// <param name="cancellation">Stops between images.</param>
    /// <exception cref="GraftException">Folders are missing, or the target is not empty.</exception>
    /// <exception cref="ProblemsException">Options out of range; images that cannot be used: all at once.</exception>
    public static CompositionResult Write(string cutOuts, string backgrounds, string folder, CompositionOptions? options = null,
        IProgress<ExaminationProgress>? progress = null, CancellationToken cancellation = default)
    {
        options ??= new CompositionOptions();
        OptionsCheck.Throw("The composition", options);
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
            throw new GraftException($"'{folder}' is not empty.", "Expected a new or an empty folder.", "Choose another one, or clear it.");
        var sources = CompositionSources.Read(cutOuts, backgrounds, options, cancellation);
        var (done, total) = (0, options.TrainImages + options.ValidationImages + options.TestImages);
        var withoutPlace = 0;
        var train = SplitOf(SplitNames.Train, options.TrainImages, sources.CutOuts.Train, sources.Backgrounds.Train);
        var validation = SplitOf(SplitNames.Validation, options.ValidationImages, sources.CutOuts.Validation, sources.Backgrounds.Validation);
        var test = SplitOf(SplitNames.Test, options.TestImages, sources.CutOuts.Test, sources.Backgrounds.Test);
        AtomicFile.WriteText(Path.Combine(folder, "classes.txt"), string.Join('\n', sources.Classes.Prepend("background")) + "\n");
        AtomicFile.WriteText(Path.Combine(folder, "sources.json"), System.Text.Json.JsonSerializer.Serialize(new
        {
            Options = options,
            Train = new
            {
                CutOuts = sources.CutOuts.Train.Select(sample => sample.Name),
                Backgrounds = sources.Backgrounds.Train.Select(sample => sample.Name)
            },
            Val = new
            {
                CutOuts = sources.CutOuts.Validation.Select(sample => sample.Name),
                Backgrounds = sources.Backgrounds.Validation.Select(sample => sample.Name)
            },
            Test = options.TestImages == 0
                ? null
                : new { CutOuts = sources.CutOuts.Test.Select(sample => sample.Name), Backgrounds = sources.Backgrounds.Test.Select(sample => sample.Name) },
        }, Json.Options) + "\n");
        return new CompositionResult(sources.Classes, options.TrainImages, options.ValidationImages, train, validation)
        {
            TestImages = options.TestImages,
            TestObjects = test,
            Warnings = [.. sources.Warnings, .. Left(folder, withoutPlace)],
        };

        int SplitOf(string split, int count, IReadOnlyList<Sample> cut, IReadOnlyList<Sample> behind)
        {
            if (count == 0) return 0;
            var composer = new SceneComposer(cut, behind, options);
            var objects = new ConcurrentDictionary<int, IReadOnlyList<ObjectAnnotation>>();
            Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellation }, at =>
            {
                var scene = composer.Compose(SeededRandom.For(options.Seed, $"compose/{split}/{at}"));
                AtomicFile.WriteBytes(Path.Combine(folder, "images", split, Name(split, at, "jpg")), ImageEncoder.EncodeJpeg(scene.Image, Quality));
                AtomicFile.WriteBytes(Path.Combine(folder, "masks", split, Name(split, at, "png")),
                    IndexPng.Write(MaskPainting.Paint(options.Width, options.Height, scene.Objects)));
                objects[at] = scene.Objects;
                progress?.Report(new ExaminationProgress(Interlocked.Increment(ref done), total));
            });
            withoutPlace += composer.WithoutPlace;
            WriteAnnotations(split, count, objects);
            return objects.Values.Sum(items => items.Count);
        }

        void WriteAnnotations(string split, int count, ConcurrentDictionary<int, IReadOnlyList<ObjectAnnotation>> objects)
        {
            var annotations = Enumerable.Range(0, count).SelectMany(at => objects[at].Select(item => (at, item)));
            CocoJson.Write(Path.Combine(folder, "annotations", $"instances_{split}.json"), new CocoDocument
            {
                Info = JsonSerializer.SerializeToElement(new { Description = "Cut-outs composed on photographs" }, Json.Compact),
                Images = [.. Enumerable.Range(0, count)
                    .Select(at => new CocoImage { Id = at + 1, Width = options.Width, Height = options.Height, FileName = Name(split, at, "jpg") })],
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

    private static string Name(string split, int at, string extension) => $"{split}_{at:00000}.{extension}";
}

/// <summary>What was composed.</summary>
/// <param name="Classes">Class names in the order of the categories.</param>
/// <param name="TrainImages">Images to train with.</param>
/// <param name="ValidationImages">Images to validate with.</param>
/// <param name="TrainObjects">Objects on the former.</param>
/// <param name="ValidationObjects">Objects on the latter.</param>
internal sealed record CompositionResult(IReadOnlyList<string> Classes, int TrainImages, int ValidationImages, int TrainObjects, int ValidationObjects)
{
    /// <summary>Images to test with.</summary>
    public int TestImages { get; init; }

    /// <summary>Objects on them.</summary>
    public int TestObjects { get; init; }

    /// <summary>What the readers and examinations noticed and did not refuse.</summary>
    public IReadOnlyList<Problem> Warnings { get; init; } = [];
}
