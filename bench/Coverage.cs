using System.Globalization;
using Graft.Tests.Coverage;

namespace Graft.Bench;

/// <summary>How often every interval that is shown holds the truth, by simulation.</summary>
internal sealed class Coverage : IComparison
{
    private const double Least = 0.93;
    private static readonly int[] Images = [10, 20, 50, 200];
    private static readonly double[] Truths = [0.5, 0.8, 0.95, 1];

    public string Name => "coverage";

    public string Description => "how often each interval holds the truth, by simulation: coverage [repetitions] [seed]";

    public int Run(string[] arguments)
    {
        var repetitions = arguments.Length > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : 2000;
        var seed = arguments.Length > 1 ? ulong.Parse(arguments[1], CultureInfo.InvariantCulture) : 1;
        Console.WriteLine($"{repetitions} samples each; share of the 95 % intervals that hold a true value of {string.Join(", ", Truths.Select(Text))}, "
            + "then their mean width at 0.8; a dash where fewer than one sample of twenty has enough images");
        Console.WriteLine($"| images are | metric | {string.Join(" | ", Images.Select(images => $"{images} images"))} |");
        Console.WriteLine($"| --- | --- | {string.Join(" | ", Images.Select(_ => "---"))} |");
        var (lowest, failed) = (1.0, 0);
        foreach (var world in CoverageTable.Worlds)
        {
            var rows = Images.SelectMany(images => Truths.SelectMany(truth => CoverageTable.Measure(world, images, truth, repetitions, seed))).ToList();
            foreach (var metric in rows.GroupBy(row => row.Metric))
                Console.WriteLine($"| {world.Name} | {metric.Key} | {string.Join(" | ", metric.GroupBy(row => row.Images).Select(Cell))} |");
            // Two standard errors: a coverage of exactly the least one is below it in half of the simulations.
            foreach (var row in rows.Where(row => IsSaid(row)))
            {
                lowest = Math.Min(lowest, row.Held!.Value);
                if (row.Held < Least - 2 * Math.Sqrt(Least * (1 - Least) / row.Repetitions)) failed++;
            }
        }
        Console.WriteLine($"lowest {Text(lowest)}; below {Text(Least)} beyond chance: {failed}");
        return failed == 0 ? 0 : 1;
    }

    private static string Cell(IEnumerable<CoverageRow> rows)
    {
        var all = rows.ToList();
        if (!all.Any(IsSaid)) return "–";
        var wide = all.First(row => row.Truth == 0.8);
        return $"{string.Join(' ', all.Select(row => IsSaid(row) ? Text(row.Held!.Value) : "–"))}{(IsSaid(wide) ? $" ({Text(wide.Width!.Value)})" : "")}";
    }

    private static bool IsSaid(CoverageRow row) => row.Said >= 0.05;

    private static string Text(double value) => value.ToString("0.00#", CultureInfo.InvariantCulture);
}
