using System.Globalization;
using System.Text.Json.Nodes;
using Graft.Tests;
using Graft.Tests.Runs;

namespace Graft.Bench;

/// <summary>
/// Every strategy of every task with tiny networks: trained, then replayed from its folder with the data moved; and once more with another number of
/// threads, which sums in another order as another processor does.
/// </summary>
internal sealed class ReplayOfAll : IComparison
{
    public string Name => "replay";

    public string Description => "every strategy of every task again from its run folder, here and with other threads: replay [TASK,...]";

    public int Run(string[] arguments)
    {
        var kinds = arguments.Length > 0 ? arguments[0].Split(',').Select(TaskKinds.Parse) : TinyRequests.Kinds;
        Console.WriteLine($"{Measure.Machine()}; tiny networks, data moved before the replay");
        Console.WriteLine();
        Console.WriteLine("| task | strategy | tensors | replay | with other threads: largest difference of a weight | of a metric |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- |");
        var equal = true;
        foreach (var kind in kinds)
            foreach (var strategy in TinyRequests.StrategiesOf(kind)) equal &= Of(kind, strategy);
        return equal ? 0 : 1;
    }

    private static bool Of(TaskKind kind, Strategy strategy)
    {
        using var folder = new TestFolder();
        var request = TinyRequests.With(strategy, TinyRequests.Of(kind, folder)) with { Epochs = TaskDefaults.Of(kind).Epochs };
        if (strategy is not (Strategy.Probe or Strategy.Adapt)) request = request with { Epochs = 3 };
        TaskTable.Of(kind).Train(request, null, default);
        var moved = folder[Path.Combine("elsewhere", "data")];
        Directory.CreateDirectory(Path.GetDirectoryName(moved)!);
        Directory.Move(request.Data, moved);
        var here = RunReplay.Run(folder["runs/run"], new() { Data = moved }, null, default);

        // As if the run had been made so; it then has the numbers that it had, and the replay those of so many threads.
        var path = folder[$"runs/run/{RunInputs.FileName}"];
        var inputs = JsonNode.Parse(File.ReadAllText(path))!;
        var machine = inputs["machines"]![0]!;
        machine["threads"] = machine["threads"]!.GetValue<int>() == 1 ? 2 : 1;
        machine["processor"] = "another";
        File.WriteAllText(path, inputs.ToJsonString());
        var other = RunReplay.Run(folder["runs/run"], new() { Data = moved }, null, default);

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {kind.Name()} | {strategy.ToString().ToLowerInvariant()} | {here.Weights.Tensors} "
            + $"| {(here.Verdict == ReplayVerdict.Equal ? "equal to the bit" : $"{here.Weights.LargestDifference:0.0e+00}")} "
            + $"| {other.Weights.LargestDifference:0.0e+00} | {other.Metrics.Max(metric => metric.Difference):0.0e+00} |"));
        return here.Verdict == ReplayVerdict.Equal;
    }
}
