using System.Globalization;
using Graft.Tasks;

namespace Graft.Bench;

/// <summary>What 8 bits cost a fine-tuned network that was trained without rounding, and one that was trained with it: the same splits, seeds and epochs.</summary>
internal sealed class QuantTuning : IComparison
{
    public string Name => "quant-tuning";

    public string Description => "full fine-tuning without and with --qat on samples/photos, 8 bits beside 32: quant-tuning [SEEDS] [EPOCHS] [IMGSZ] [MODEL]";

    public int Run(string[] arguments)
    {
        int Number(int at, int otherwise) => arguments.Length > at ? int.Parse(arguments[at], CultureInfo.InvariantCulture) : otherwise;
        var (seeds, project) = (Number(0, 5), Directory.CreateTempSubdirectory("graft-bench-").FullName);
        var request = new ClassifyRequest(Path.Combine(SampleImages.Repository, "samples", "photos"))
        {
            Strategy = Strategy.Full,
            Epochs = Number(1, 4),
            ImageSize = Number(2, 128),
            Model = arguments.Length > 3 ? arguments[3] : Pretrained.DefaultModel,
            ValidationShare = 0.4,
            Project = project,
        };
        Console.WriteLine($"{Measure.Machine()}; {request.Model}, full, {request.Epochs} epochs, {request.ImageSize} pixels, {seeds} splits of which 0.4 are held out");
        Console.WriteLine("| trained | accuracy, 32 bits | 8 bits | log-loss, 32 bits | 8 bits | lost log-loss by split |\n| --- | --- | --- | --- | --- | --- |");
        try
        {
            foreach (var isAware in new[] { false, true })
            {
                var each = Enumerable.Range(1, seeds).Select(seed => Of(request with { Seed = (ulong)seed, QuantisationAware = isAware })).ToList();
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"| {(isAware ? "with --qat" : "without")} | {each.Average(one => one.Single.Accuracy):0.000} | {each.Average(one => one.Quantised.Accuracy):0.000} "
                    + $"| {each.Average(one => one.Single.LogLoss):0.0000} | {each.Average(one => one.Quantised.LogLoss):0.0000} ")
                    + $"| {string.Join(", ", each.Select(one => (one.Quantised.LogLoss - one.Single.LogLoss).ToString("+0.0000;-0.0000", CultureInfo.InvariantCulture)))} |");
            }
        }
        finally
        {
            Directory.Delete(project, recursive: true);
        }
        return 0;
    }

    // No gate: it would keep layers in 32 bits where much is lost.
    private static (ClassificationReport Single, ClassificationReport Quantised) Of(ClassifyRequest request)
    {
        var run = Classifier.Train(request);
        var file = RunExport.Int8(run.Folder.FullPath, null, new Int8Options { MaxDrop = 1 });
        var task = new ClassifierRun(request);
        var data = task.Read(null, default);
        return (run.Validation, (ClassificationReport)task.Measure(file.Path,
            new Measuring(Reports.ReportSplits.Validation, request.Seed) { Examination = data.Examination, ShowsImages = false })[0].Report);
    }
}
