using System.Text;
using Graft.Data;
using Graft.Imaging;
using Graft.Networks;

namespace Graft.Tests.Runs;

/// <summary>A request of every task that trains in seconds: tiny networks, tiny images, one epoch.</summary>
internal static class TinyRequests
{
    public static IEnumerable<TaskKind> Kinds => Enum.GetValues<TaskKind>();

    /// <summary>Those whose images are divided. Of identities these are, and they have tests of their own.</summary>
    public static IEnumerable<TaskKind> OfImages => Kinds.Where(kind => kind != TaskKind.Identities);

    /// <summary>A request from scratch on data that the folder gets.</summary>
    public static TrainRequest Of(TaskKind kind, TestFolder folder)
    {
        if (kind == TaskKind.Identities) return Identities(folder);
        TrainRequest request = kind switch
        {
            TaskKind.Classify => new ClassifyRequest(Photos(folder)) { Augmentation = AugmentationOptions.None },
            TaskKind.Detect => new DetectRequest(Scenes(kind, folder)) { Augmentation = ObjectAugmentationOptions.None },
            TaskKind.Instances => new InstanceRequest(Scenes(kind, folder)) { Augmentation = ObjectAugmentationOptions.None },
            _ => new SegmentRequest(TinyScenes.Write(folder)) { Augmentation = MaskAugmentationOptions.None, Model = "fpn_efficientnet_lite_tiny" },
        };
        if (kind != TaskKind.Segment) request = request with { Model = "resnet_tiny", ImageSize = 64 };
        return request with { Strategy = Strategy.Scratch, Epochs = 1, Batch = 4, Project = folder["runs"], Name = "run" };
    }

    /// <summary>The strategies that a task has.</summary>
    public static IEnumerable<Strategy> StrategiesOf(TaskKind kind) => Enum.GetValues<Strategy>().Where(strategy =>
    {
        try
        {
            (TaskTable.Of(kind).Request("photos") with { Strategy = strategy, Freeze = strategy == Strategy.Partial ? "stage1" : null }).Validate();
            return true;
        }
        catch (ProblemsException)
        {
            return false;
        }
    });

    /// <summary>The request by a strategy, with the task's own augmentation; what is not from scratch starts from the weights of a run.</summary>
    public static TrainRequest With(Strategy strategy, TrainRequest request)
    {
        TrainRequest changed = request switch
        {
            ClassifyRequest classify => classify with { Augmentation = AugmentationOptions.Light },
            DetectRequest detect => detect with { Augmentation = ObjectAugmentationOptions.Standard },
            SegmentRequest segment => segment with { Augmentation = MaskAugmentationOptions.Standard },
            IdentityRequest identity => identity with { Augmentation = AugmentationOptions.Light },
            _ => throw new ArgumentOutOfRangeException(nameof(request)),
        };
        changed = changed with { Strategy = strategy, Freeze = strategy == Strategy.Partial ? "stage1" : null };
        if (strategy is Strategy.Probe or Strategy.Adapt) changed = Solved(changed);
        if (strategy == Strategy.Scratch || request.Weights is not null) return changed;
        var from = TaskTable.Of(request.Task).Train(request with { Project = $"{request.Project}-before", Name = "before" }, null, default);
        return changed with { Weights = Path.Combine(from.Folder.Weights, "best.safetensors") };
    }

    /// <summary>Data of a task whose validation images are three pairs of copies.</summary>
    public static string WithCopies(TaskKind kind, TestFolder folder) => Write(kind, folder, "copies",
        // Of 18 the last six are for validation; 12 and 13 are the same image, and so on.
        Enumerable.Range(0, 18).Select(at => (at < 12 ? "train" : "val", at < 12 ? at : 100 + at / 2, at / 2 % 2)),
        seed => TinyScenes.Make(seed, 72, 64).Image);

    /// <summary>Data of a task: class folders, or YOLO's polygons for all others.</summary>
    /// <param name="kind">The task.</param>
    /// <param name="folder">Where it is written.</param>
    /// <param name="name">The folder in it.</param>
    /// <param name="images">Split, seed and label of each.</param>
    /// <param name="make">An image of a seed.</param>
    /// <param name="classes">Names of the two classes.</param>
    public static string Write(TaskKind kind, TestFolder folder, string name, IEnumerable<(string Split, int Seed, int Label)> images,
        Func<ulong, RgbImage> make, params string[] classes)
    {
        if (classes.Length == 0) classes = ["ant", "bee"];
        foreach (var (at, (split, seed, label)) in images.Index())
        {
            var place = kind == TaskKind.Classify ? $"{name}/{split}/{classes[label]}/{at:00}" : $"{name}/images/{split}/{at:00}";
            Write(folder[$"{place}.png"], ImageEncoder.EncodePng(make((ulong)seed)));
            if (kind != TaskKind.Classify)
                Write(folder[$"{name}/labels/{split}/{at:00}.txt"],
                    Encoding.UTF8.GetBytes($"{label} 0.2 0.2 0.7 0.25 0.65 0.8 0.25 0.7\n{1 - label} 0.8 0.1 0.95 0.1 0.95 0.3 0.8 0.3\n"));
        }
        if (kind != TaskKind.Classify)
            Write(folder[$"{name}/data.yaml"], Encoding.UTF8.GetBytes($"train: images/train\nval: images/val\nnames: [{string.Join(", ", classes)}]\n"));
        return folder[name];
    }

    // What no step is taken with has its default values.
    private static TrainRequest Solved(TrainRequest request)
    {
        var plain = TaskTable.Of(request.Task).Request(request.Data);
        var solved = request with { Epochs = plain.Epochs, Batch = plain.Batch };
        return solved is IdentityRequest identity && plain is IdentityRequest own
            ? identity with { Augmentation = own.Augmentation, ImagesPerIdentity = own.ImagesPerIdentity } : solved;
    }

    private static void Write(string path, byte[] bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
    }

    // Fifteen of three images, of whom ten are tested; from weights of a file, since from scratch there would be no frozen network.
    private static IdentityRequest Identities(TestFolder folder)
    {
        for (var at = 0; at < 45; at++) Write(folder[$"things/{at / 3:00}/{at % 3}.png"], ImageEncoder.EncodePng(TinyScenes.Make((ulong)at, 72, 64).Image));
        SafeTensors.Write(folder["tiny.safetensors"], ParameterInitialiser.Create(ModelCatalogue.Build("resnet_tiny", 1000), 3));
        return new IdentityRequest(folder["things"])
        {
            Augmentation = AugmentationOptions.None,
            Model = "resnet_tiny",
            Weights = folder["tiny.safetensors"],
            ImageSize = 64,
            Epochs = 1,
            Batch = 4,
            ImagesPerIdentity = 2,
            Dimension = 8,
            NearDuplicateBits = -1,
            Project = folder["runs"],
            Name = "run",
        };
    }

    private static string Scenes(TaskKind kind, TestFolder folder) => Write(kind, folder, "scenes",
        Enumerable.Range(0, 12).Select(at => (at < 8 ? "train" : "val", at, at % 2)), seed => TinyScenes.Make(seed, 72, 64).Image);

    private static string Photos(TestFolder folder)
    {
        for (var at = 0; at < 24; at++)
        {
            var place = folder[$"photos/{(at % 2 == 0 ? "even" : "odd")}/{at:00}.png"];
            Directory.CreateDirectory(Path.GetDirectoryName(place)!);
            File.WriteAllBytes(place, ImageEncoder.EncodePng(TinyScenes.Make((ulong)at, 72, 64).Image));
        }
        return folder["photos"];
    }
}
