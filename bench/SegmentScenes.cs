using System.Diagnostics;
using System.Globalization;
using Graft.Data;
using Graft.Tasks;
using Graft.Training;

namespace Graft.Bench;

/// <summary>Semantic segmentation of the composed scenes within a time budget: mean IoU on val as time goes on, beside from scratch.</summary>
internal sealed class SegmentScenes : IComparison
{
    public string Name => "segment";

    public string Description => "mean IoU on composed scenes within a time: segment [minutes] [transfer|scratch|both] [scenes folder] [option=value ...]";

    public int Run(string[] arguments)
    {
        var minutes = arguments.Length > 0 ? double.Parse(arguments[0], CultureInfo.InvariantCulture) : 20;
        var kinds = arguments.Length > 1 && arguments[1] != "both" ? [arguments[1]] : new[] { "transfer", "scratch" };
        var scenes = arguments.Length > 2 ? arguments[2] : Path.Combine(SampleImages.Repository, "samples", "scenes");
        var examination = MaskDatasetExamination.Examine(MaskReader.Read(scenes));
        examination.ThrowIfErrors();
        Console.WriteLine($"{Measure.Machine()}; composed scenes, {minutes} minutes each");
        foreach (var kind in kinds)
        {
            var request = Override(new SegmentRequest { Data = scenes }, arguments.Skip(3));
            var isScratch = kind == "scratch";
            // A schedule that is right for transfer is far too short from scratch, which gets as many epochs as fit into the time.
            var epochs = isScratch ? 0 : int.Parse(Own("epochs") ?? "0", CultureInfo.InvariantCulture);
            Measured(
                kind,
                isScratch ? request with { Strategy = Strategy.Scratch, Freeze = null } : request,
                examination,
                minutes,
                epochs,
                kind == kinds[0] ? Own("save") : null);
        }
        return 0;

        string? Own(string name) => arguments.Skip(3)
            .Where(option => option.StartsWith($"{name}=", StringComparison.Ordinal))
            .Select(option => option[(name.Length + 1)..])
            .FirstOrDefault();
    }

    private static void Measured(string kind, SegmentRequest request, MaskExamination examination, double minutes, int epochs, string? save)
    {
        var split = MaskSplit.Make(examination.Usable(), examination, 0.2, request.Seed);
        var classes = examination.Dataset.Classes.Count;
        var task = new SegmentFitTask
        {
            Request = request,
            Model = kind == "scratch"
                ? PretrainedSegmenter.Fresh(request.Model, classes, request.Seed)
                : PretrainedSegmenter.Load(request.Model, classes: classes, seed: request.Seed),
            Train = split.Train,
            Validation = split.Validation,
            Classes = classes,
            Sizes = SegmentationSizes.For(examination.Images, request.ImageSize ?? 0, request.CropSize ?? 0),
            PixelsPerClass = examination.PixelsOf(split.Train),
        };
        Console.WriteLine($"{kind}: {task.Model.Graph.Name}, {split.Train.Count} training and {split.Validation.Count} validation images, {task.Sizes}");
        if (epochs == 0)
            epochs = EpochsInTime.Of(minutes, task.Train.Count, request.Batch, images => SegmenterFit.Run(task with
            {
                Train = [.. task.Train.Take(images)],
                Validation = [],
                Request = request with { Epochs = 1 },
            }));
        var watch = Stopwatch.StartNew();
        var fit = SegmenterFit.Run(task with { Request = request with { Epochs = epochs, SecondsLimit = minutes * 60 } }, new Printer(watch));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{kind}: best mean IoU {fit.Metrics?[SegmentationMetricTable.MeanIoU]:0.000}, "
            + $"pixel accuracy {fit.Metrics?[SegmentationMetricTable.PixelAccuracy]:0.000} "
            + $"after {watch.Elapsed.TotalMinutes:0.0} minutes, {fit.History.Count} of {epochs} epochs"));
        SegmentConfusion.Print(task, fit.Parameters, examination.Dataset.Classes);
        if (save is not null) SegmentModelFile.Write(save, task.Model, fit.Parameters, task.Sizes, examination.Dataset.Classes);
    }

    private static SegmentRequest Override(SegmentRequest request, IEnumerable<string> options)
    {
        foreach (var option in options)
        {
            var (name, text) = (option.Split('=')[0], option.Split('=')[1]);
            var value = double.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : 0;
            request = name switch
            {
                "model" => request with { Model = text },
                "lr" => request with { LearningRate = value },
                "decay" => request with { LayerDecay = value },
                "augment" => (SegmentRequest)request.WithAugmentation(text),
                "schedule" => request with { Schedule = Enum.Parse<RateDecay>(text, ignoreCase: true) },
                "batch" => request with { Batch = (int)value },
                "ema" => request with { Ema = value },
                "dice" => request with { Loss = request.Loss with { Dice = value } },
                "focal" => request with { Loss = request.Loss with { Focal = value } },
                "weights" => request with { ClassWeights = value > 0 },
                "precision" => request with { Precision = Enum.Parse<Precision>(text, ignoreCase: true) },
                "size" => request with { ImageSize = (int)value },
                "crop" => request with { CropSize = (int)value },
                "smoothing" => request with { LabelSmoothing = value },
                "wd" => request with { WeightDecay = value },
                "epochs" or "save" => request, // epochs of transfer, instead of as many as fit into the time; a model file of the first training
                "strategy" => request with { Strategy = Enum.Parse<Strategy>(text, ignoreCase: true) },
                "freeze" => request with { Freeze = text, Strategy = Strategy.Partial },
                "seed" => request with { Seed = (ulong)value },
                _ => throw new GraftException($"The bench knows no option '{name}'."),
            };
        }
        return request;
    }

    private sealed class Printer(Stopwatch watch) : IProgress<RunEvent>
    {
        public void Report(RunEvent value)
        {
            if (value is RunEvent.Epoch { Row: var row })
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{watch.Elapsed.TotalMinutes,6:0.0} min  epoch {row.Epoch,3}  train loss {row.TrainingLoss:0.000}  "
                    + $"val loss {row.ValidationLoss:0.000}  mean IoU {row.ValidationMetric:0.000}"));
            else if (value is RunEvent.Message message) Console.WriteLine(message.Text);
        }
    }
}
