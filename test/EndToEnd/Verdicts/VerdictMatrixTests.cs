using Graft.Cli;

namespace Graft.EndToEnd.Tests;

/// <summary>A finding about a broken item has the same verdict wherever the data set is read: refused, or left out and told.</summary>
public class VerdictMatrixTests
{
    private static readonly IReadOnlyDictionary<string, BrokenItem> Items = BrokenData.All.ToDictionary(item => item.ToString());

    public static TheoryData<string, bool> Matrix
    {
        get
        {
            var matrix = new TheoryData<string, bool>();
            foreach (var name in Items.Keys)
            {
                matrix.Add(name, false);
                matrix.Add(name, true);
            }
            return matrix;
        }
    }

    [Theory]
    [MemberData(nameof(Matrix))]
    public async Task Inspecting_training_measuring_and_converting_judge_alike(string name, bool isSkipped)
    {
        var item = Items[name];
        using var folder = new TestFolder();
        using var output = new TestFolder();
        item.Write(folder);
        var (path, treatment) = (folder[item.Path], isSkipped ? OnBadImage.Skip : OnBadImage.Fail);
        var verdicts = new List<(string Who, bool IsRefused, string Said)>
        {
            await Verb("inspect", "data", "inspect", path, "--task", item.Task.Name(), "--on-bad-image", treatment.ToString().ToLowerInvariant()),
            Of("train", () => Train(item.Task, path, treatment)),
            Of("val", () => Measure(item.Task, path, treatment)),
        };
        // What is converted is boxes and polygons, for whichever task.
        if (item.Task == TaskKind.Detect)
            verdicts.Add(await Verb("convert", "data", "convert", path, "--to", "coco", "--out", output["out"], "--on-bad-image",
                treatment.ToString().ToLowerInvariant()));
        if (item.Task != TaskKind.Classify)
            verdicts.Add(await Verb("split", "data", "split", path, "--task", item.Task.Name(), "--out", output["split"], "--on-bad-image",
                treatment.ToString().ToLowerInvariant()));
        foreach (var (who, isRefused, said) in verdicts)
        {
            Assert.True(isRefused == !(isSkipped || item.IsWarnedOnly), $"{who}: {(isRefused ? "refused" : "accepted")}: {said}");
            Assert.True(said.Contains(item.Word), $"{who} does not say '{item.Word}': {said}");
        }
    }

    private static async Task<(string, bool, string)> Verb(string who, params string[] words)
    {
        var (output, messages) = (new StringWriter(), new StringWriter());
        var exit = await CommandLine.Run(words, new Terminal(output, messages));
        return (who, exit != 0, $"exit {exit}: {output}{messages}");
    }

    private static (string, bool, string) Of(string who, Func<IEnumerable<Problem>> examine)
    {
        try
        {
            return (who, false, string.Join('\n', examine()));
        }
        catch (GraftException refusal)
        {
            return (who, true, refusal.Message);
        }
    }

    private static IEnumerable<Problem> Train(TaskKind task, string path, OnBadImage treatment)
    {
        const double Share = 0.34;
        return task switch
        {
            TaskKind.Classify => PreparedData.Of(new ClassifyRequest(path) { OnBadImage = treatment, ValidationShare = Share }, null, default).Warnings,
            TaskKind.Segment => PreparedMasks.Of(new SegmentRequest(path) { OnBadImage = treatment, ValidationShare = Share }, null, default).Warnings,
            _ => DetectorData.Of(new DetectRequest(path) { OnBadImage = treatment, ValidationShare = Share }, task == TaskKind.Instances, null, default)
                .Examination.Problems,
        };
    }

    private static IEnumerable<Problem> Measure(TaskKind task, string path, OnBadImage treatment)
    {
        var request = new EvaluationRequest("m.onnx", path) { OnBadImage = treatment };
        return task switch
        {
            TaskKind.Classify => ClassifierEvaluation.Examine(request, ["ant", "bee"], default).Examination.Problems,
            TaskKind.Segment => SegmenterEvaluation.Examine(request, ["background", "ant", "bee"], default).Examination.Problems,
            _ => DetectorEvaluation.Examine(request, ["ant", "bee"], task == TaskKind.Instances, default).Examination.Problems,
        };
    }
}
