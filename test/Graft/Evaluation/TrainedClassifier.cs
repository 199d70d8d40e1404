using Graft.Imaging;
using Graft.Tasks;
using Graft.Training;

namespace Graft.Tests;

/// <summary>A tiny classifier, trained for one epoch on made-up images.</summary>
public sealed class TrainedClassifier : IDisposable
{
    private readonly TestFolder _folder = new();

    public TrainedClassifier()
    {
        foreach (var (split, count) in new[] { ("train", 8), ("val", 4), ("test", 4) })
            for (var i = 0; i < count; i++)
            {
                var path = _folder[$"data/{split}/{(i % 2 == 0 ? "even" : "odd")}/{split}{i}.png"];
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                File.WriteAllBytes(path, ImageEncoder.EncodePng(TinyScenes.Make((ulong)(100 * split.Length + i), 64, 64).Image));
            }
        var run = Classifier.Train(new ClassifyRequest
        {
            Data = Data,
            Model = "resnet_tiny",
            Strategy = Strategy.Scratch,
            ImageSize = 64,
            Epochs = 1,
            Project = _folder["runs"],
        });
        (Run, Test) = (run.Folder, run.Test!);
    }

    public string Data => _folder["data"];

    public RunFolder Run { get; }

    internal ClassificationReport Test { get; }

    public void Dispose() => _folder.Dispose();
}
