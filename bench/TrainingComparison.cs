using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Graft.Bench;

/// <summary>
/// Our trainer against modules of plain TorchSharp with default settings on the same values, images, order and rates. The allocator's and the threads' settings hold
/// for a whole process, so every measurement is a child process of its own.
/// </summary>
internal sealed class TrainingComparison : IComparison
{
    private static readonly TrainingCase[] Cases =
    [
        new("efficientnet_lite0", "stem", NormsMove: true, Epochs: 1),
        new("efficientnet_lite0", "stem", NormsMove: false, Epochs: 1),
        new("resnet18", "stem", NormsMove: true, Epochs: 1),
        new("resnet18", "stem", NormsMove: false, Epochs: 1),
        new("efficientnet_lite0", "head", NormsMove: false, Epochs: 3),
        new("efficientnet_lite0", "stage5", NormsMove: false, Epochs: 3),
        new("resnet18", "stage4", NormsMove: false, Epochs: 3),
        new("resnet18", "stage4", NormsMove: false, Epochs: 10), // the command line's default: what is done once counts less
    ];

    public string Name => "training";

    public string Description => "Training steps and epochs, against plain TorchSharp, medians of rounds in turn: training [part of a case's text] [rounds]";

    public int Run(string[] arguments)
    {
        if (arguments is ["child", var kind, var text])
        {
            var wanted = JsonSerializer.Deserialize<TrainingCase>(text)!;
            Console.WriteLine(JsonSerializer.Serialize(kind == "plain" ? TrainingPlain.Run(wanted) : TrainingOurs.Run(wanted)));
            return 0;
        }
        var filter = arguments.FirstOrDefault() ?? "";
        var rounds = arguments.Length > 1 ? int.Parse(arguments[1], CultureInfo.InvariantCulture) : 5;
        Console.WriteLine(Measure.Machine());
        Console.WriteLine($"Batches of {TrainingCase.BatchSize} images of 224 x 224, AdamW, float32; medians over the steps after the first two, "
            + $"seconds per epoch of {TrainingCase.Images} images; medians of {rounds} rounds in turn.");
        Console.WriteLine();
        Console.WriteLine("| network | trained from | batch norms | epochs | plain, s/step | Graft, s/step | ratio "
            + "| plain, s/epoch | Graft, s/epoch | ratio | largest difference of loss |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        foreach (var wanted in Cases.Where(wanted => wanted.ToString().Contains(filter, StringComparison.Ordinal)))
        {
            List<TrainingTimes> plains = [], graft = [];
            for (var round = 0; round < rounds; round++)
            {
                plains.Add(Child("plain", wanted));
                graft.Add(Child("graft", wanted));
            }
            var (plain, ours) = (TrainingTimes.Median(plains), TrainingTimes.Median(graft));
            var difference = plain.Losses.Zip(ours.Losses, (one, other) => Math.Abs(one - other) / Math.Max(1, Math.Abs(one))).Max();
            Console.WriteLine($"| {wanted.Model} | {wanted.TrainFrom} | {(wanted.NormsMove ? "moving" : "fixed")} | {wanted.Epochs} "
                + $"| {plain.Step:0.000} | {ours.Step:0.000} | {plain.Step / ours.Step:0.00} "
                + $"| {plain.Epoch:0.00} | {ours.Epoch:0.00} | {plain.Epoch / ours.Epoch:0.00} | {difference:0.0E+0} |");
        }
        return 0;
    }

    private static TrainingTimes Child(string kind, TrainingCase wanted)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        // Started through `dotnet bench.dll`, the process is dotnet and the program its first argument.
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet") start.ArgumentList.Add(typeof(TrainingComparison).Assembly.Location);
        foreach (var argument in new[] { "training", "child", kind, JsonSerializer.Serialize(wanted) }) start.ArgumentList.Add(argument);
        // Threads that burn their core while they wait make the plain side many times slower as soon as anything else runs: that is not to be measured.
        start.Environment["OMP_WAIT_POLICY"] = "PASSIVE";
        using var child = Process.Start(start)!;
        var output = child.StandardOutput.ReadToEnd();
        child.WaitForExit();
        return child.ExitCode == 0
            ? JsonSerializer.Deserialize<TrainingTimes>(output.Split('\n').Last(line => line.StartsWith('{')))!
            : throw new GraftException($"The measurement of {wanted} ended with {child.ExitCode}.", cure: output);
    }
}
