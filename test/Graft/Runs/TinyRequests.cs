using Graft.Data;
using Graft.Imaging;

namespace Graft.Tests.Runs;

/// <summary>A request of every task that trains in seconds: tiny networks, tiny images, one epoch.</summary>
internal static class TinyRequests
{
    public static IEnumerable<TaskKind> Kinds => Enum.GetValues<TaskKind>();

    /// <summary>A request from scratch on data that the folder gets.</summary>
    public static TrainRequest Of(TaskKind kind, TestFolder folder)
    {
        var scenes = Repository.At("samples", "scenes");
        TrainRequest request = kind switch
        {
            TaskKind.Classify => new ClassifyRequest(Photos(folder)) { Augmentation = AugmentationOptions.None },
            TaskKind.Detect => new DetectRequest(scenes) { Augmentation = ObjectAugmentationOptions.None },
            TaskKind.Instances => new InstanceRequest(scenes) { Augmentation = ObjectAugmentationOptions.None },
            _ => new SegmentRequest(TinyScenes.Write(folder)) { Augmentation = MaskAugmentationOptions.None, Model = "fpn_efficientnet_lite_tiny" },
        };
        if (kind != TaskKind.Segment) request = request with { Model = "resnet_tiny", ImageSize = 64 };
        return request with { Strategy = Strategy.Scratch, Epochs = 1, Batch = 4, Project = folder["runs"], Name = "run" };
    }

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
