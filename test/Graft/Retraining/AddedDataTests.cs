using System.Text.Json.Nodes;
using Graft.Artifacts;
using Graft.Imaging;
using Graft.Tests.Runs;

namespace Graft.Tests.Retraining;

/// <summary>More data for a training, of every task: learned from, never measured on.</summary>
public sealed class AddedDataTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public static TheoryData<TaskKind> Kinds => [.. TinyRequests.OfImages];

    public void Dispose() => _folder.Dispose();

    [Theory, MemberData(nameof(Kinds))]
    public void Added_images_are_learned_from_and_the_split_stays_without_what_is_measured(TaskKind kind)
    {
        var (row, request) = (TaskTable.Of(kind), RequestOf(kind));
        var heard = new Heard();
        var without = row.Train(request with { Name = "without" }, null, default);
        var with = row.Train(request with { Name = "with", Add = More(kind) }, heard, default);

        var (before, after) = (SplitOf(without), SplitOf(with));
        Assert.Equal(Names(before, "validation"), Names(after, "validation"));
        Assert.Equal(Names(before, "test"), Names(after, "test"));
        Assert.Null(before["added"]);
        Assert.Equal(2, Names(after, "added").Count);
        Assert.All(Names(after, "added"), name => Assert.StartsWith("added:", name));
        Assert.Equal(Names(before, "train").Concat(Names(after, "added")).Order(StringComparer.Ordinal), Names(after, "train"));

        const string said = "2 of 5 images of '";
        var message = Assert.Single(heard.Messages, text => text.StartsWith(said));
        Assert.Contains("2 are copies, near-copies or of groups of validation or test images (", message);
        Assert.Contains("1 is an identical copy of training images (", message);
        Assert.Contains(said, System.Net.WebUtility.HtmlDecode(File.ReadAllText(with.Folder.Report)));
        Assert.Equal(2, with.Added);
        Assert.Equal(_folder["more"], JsonNode.Parse(File.ReadAllText(with.Folder["args.json"]))!["add"]!.GetValue<string>());
        var seen = ModelFile.ReadManifest(with.Folder.Model).Seen!.Lookup();
        Assert.True(seen(HashOf("00")).Trained && seen(HashOf("01")).Trained);
        Assert.False(seen(HashOf("03")).Trained);

        string HashOf(string name) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(
            File.ReadAllBytes(Directory.EnumerateFiles(_folder["more"], $"{name}.png", SearchOption.AllDirectories).Single())));
    }

    [Fact]
    public void Of_what_review_exports_the_images_with_a_label_are_added()
    {
        var (row, request) = (TaskTable.Of(TaskKind.Classify), RequestOf(TaskKind.Classify));
        var more = More(TaskKind.Classify);
        var export = Directory.CreateDirectory(_folder["export"]).FullName;
        File.WriteAllText(Path.Combine(export, "images.json"), "[]");
        Directory.CreateDirectory(Path.Combine(export, "to-label", "ant"));
        Assert.Contains("has a label", Assert.Throws<GraftException>(() => row.Train(request with { Add = export }, null, default)).Message);
        Directory.Move(more, Path.Combine(export, "labelled"));
        Assert.Equal(2, row.Train(request with { Name = "with", Add = export }, null, default).Added);
    }

    [Theory, InlineData(TaskKind.Classify), InlineData(TaskKind.Segment)]
    public void A_resumed_run_goes_on_with_what_was_added(TaskKind kind)
    {
        var (row, request) = (TaskTable.Of(kind), RequestOf(kind) with { Epochs = 2, Add = More(kind) });
        var whole = row.Train(request with { Name = "whole" }, null, default);
        using var stop = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => row.Train(request with { Name = "parts" }, new Heard { Stop = stop }, stop.Token));
        var refusal = Assert.Throws<ProblemsException>(() => row.Resume(_folder["runs/parts"], same => same with { Add = null }, null, default));
        Assert.Equal("Add", Assert.Single(refusal.Problems).Where);
        var resumed = row.Resume(_folder["runs/parts"], same => same, null, default);
        Assert.Equal(2, resumed.Added);
        Assert.Equal(File.ReadAllBytes(whole.Folder["weights/last.safetensors"]), File.ReadAllBytes(resumed.Folder["weights/last.safetensors"]));
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Classes_that_the_data_does_not_have_are_refused_with_both_lists(TaskKind kind)
    {
        var more = TinyRequests.Write(kind, _folder, "more", [("train", 500, 0), ("train", 501, 1), ("val", 502, 1)], Scene, "ant", "wasp");
        var refusal = Assert.Throws<ProblemsException>(() => TaskTable.Of(kind).Train(RequestOf(kind) with { Add = more }, null, default));
        Assert.Contains("The class 'wasp'", refusal.Message);
        Assert.Contains($"is not one of the classes of '{_folder["data"]}': ", refusal.Message);
        Assert.Contains("ant, bee. The classes here: ant, wasp.", refusal.Message);
        Assert.False(Directory.Exists(_folder["runs"]));
    }

    [Fact]
    public void An_image_that_is_learned_under_another_class_is_refused()
    {
        var more = TinyRequests.Write(TaskKind.Classify, _folder, "more", [("train", 2, 1)], Scene);
        var refusal = Assert.Throws<ProblemsException>(() => Classifier.Train((ClassifyRequest)RequestOf(TaskKind.Classify) with { Add = more }));
        Assert.Contains($"train/bee/00.png: It is labelled 'bee', and the identical image "
            + $"'train/ant/02.png' of '{_folder["data"]}' is labelled 'ant'.", refusal.Message);
    }

    [Fact]
    public void A_near_copy_of_a_training_image_under_another_class_is_warned_of_with_both_names()
    {
        // A brighter training image of each class: one is named bee that is an ant.
        var more = TinyRequests.Write(TaskKind.Classify, _folder, "more", [("train", 1002, 1), ("train", 1003, 1)], Scene);
        var heard = new Heard();
        Assert.Equal(2, Classifier.Train((ClassifyRequest)RequestOf(TaskKind.Classify) with { Add = more }, heard).Added);
        var warning = Assert.Single(heard.Messages, text => text.Contains("different labels"));
        Assert.Contains("added:train/bee/00.png (bee)", warning);
        Assert.Contains("train/ant/02.png (ant)", warning);
        Assert.Contains("are nearly identical", warning);
        Assert.DoesNotContain("01.png", warning);
    }

    [Fact]
    public void Images_of_a_class_alone_can_be_added_and_nothing_new_is_said()
    {
        var more = TinyRequests.Write(TaskKind.Classify, _folder, "more", [("train", 500, 1)], Scene);
        var copies = TinyRequests.Write(TaskKind.Classify, _folder, "copies", [("train", 113, 1), ("train", 2, 0)], Scene);
        var request = (ClassifyRequest)RequestOf(TaskKind.Classify);
        Assert.Equal(1, Classifier.Train(request with { Add = Path.Combine(more, "train") }).Added);
        var heard = new Heard();
        Assert.Equal(0, Classifier.Train(request with { Add = copies }, heard).Added);
        Assert.Contains(heard.Messages, text => text.StartsWith("0 of 2 images of '"));
    }

    private TrainRequest RequestOf(TaskKind kind) => TinyRequests.Of(kind, _folder) with
    {
        Data = TinyRequests.Write(kind, _folder, "data",
            Enumerable.Range(0, 18).Select(at => at < 12 ? ("train", at, at % 2) : ("val", 100 + at, at % 2)), Scene),
        Seed = 5,
    };

    // Two new images, a copy of a validation image, a brighter one of another, and a copy of a training image.
    private string More(TaskKind kind) => TinyRequests.Write(kind, _folder, "more",
        [("train", 500, 0), ("val", 501, 1), ("train", 112, 0), ("val", 1113, 1), ("train", 4, 0)], Scene);

    private static RgbImage Scene(ulong seed)
    {
        if (seed < 1000) return TinyScenes.Make(seed, 72, 64).Image;
        var image = TinyScenes.Make(seed - 1000, 72, 64).Image;
        for (var at = 0; at < image.Pixels.Length; at++) image.Pixels[at] = (byte)Math.Min(255, image.Pixels[at] + 4);
        return image;
    }

    private static JsonNode SplitOf(ITrainResult result) => JsonNode.Parse(File.ReadAllText(result.Folder["split.json"]))!;

    private static List<string> Names(JsonNode split, string key) => [.. split[key]!.AsArray().Select(name => name!.GetValue<string>())];

    private sealed class Heard : IProgress<RunEvent>
    {
        public List<string> Messages { get; } = [];

        public CancellationTokenSource? Stop { get; init; }

        public void Report(RunEvent value)
        {
            if (value is RunEvent.Message message) Messages.Add(message.Text);
            if (value is RunEvent.Epoch) Stop?.Cancel();
        }
    }
}
