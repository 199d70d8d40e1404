using Graft.Networks;
using Spectre.Console;

namespace Graft.Cli;

/// <summary>Everything about one network.</summary>
internal static class ModelCard
{
    public static void Show(ModelRow row, IAnsiConsole console)
    {
        console.WriteLine($"{row.Name}: {row.Family}. {row.Paper}");
        console.WriteLine($"{Quantities.Millions(row.Parameters)} parameters, {Quantities.Billions(row.MultiplyAdds)} multiply-adds for "
            + $"{row.InputSize} x {row.InputHeight ?? row.InputSize} pixels"
            + (row.ImagesPerSecond is { } speed ? $", {Quantities.Rate(speed)} predicted on this machine" : ""));
        console.WriteLine($"first layer: {row.FirstLayer}");
        if (!row.CanBecomeModelFile) console.WriteLine("above the 2 GB that one model file can hold: for `graft features` only, it can neither be "
            + "trained nor exported");
        console.WriteLine($"stages, for --freeze: {string.Join(", ", row.Stages.Select(stage => stage.Name))}");
        var table = Terminal.Table("stage", "stride", "channels", "output", "parameters", "multiply-adds");
        foreach (var stage in row.Stages)
            table.AddRow(new[]
            {
                stage.Name, stage.Stride == 0 ? "-" : $"{stage.Stride}", $"{stage.Channels}", string.Join(" x ", stage.Output),
                Quantities.Millions(stage.Parameters), Quantities.Billions(stage.MultiplyAdds),
            }.Select(cell => new Text(cell)));
        console.Write(table);
        foreach (var weights in row.Weights) Show(weights, console);
        if (row.Weights.Count == 0) console.WriteLine("No weights are published for it in the catalogue; --weights takes a file.");
    }

    private static void Show(WeightsDto weights, IAnsiConsole console)
    {
        console.WriteLine();
        console.WriteLine($"{weights.Name}{(weights.IsDefault ? " (the default)" : "")}: {weights.Where}, input {weights.InputSize}, "
            + $"{Quantities.Billions(weights.MultiplyAdds)} multiply-adds, published "
            + $"{(weights.Top1 is null && weights.Metrics.Count > 0 ? "metrics" : "accuracy")} {Published(weights)}");
        console.WriteLine($"  images   {weights.Transforms}");
        console.WriteLine($"  licence  {LicenceTerms.Describe(weights.Licence)}, stated at {weights.LicenceSource}");
        console.WriteLine($"  source   {weights.Source}");
        console.WriteLine($"  sha-256  {weights.Sha256}{(weights.Sha256.Length < 64 ? " (its first digits; no more are published)" : "")}");
        console.WriteLine($"  page     {weights.Page}");
        console.WriteLine($"  recipe   {weights.Recipe}");
        if (weights.Path is not null) console.WriteLine($"  file     {weights.Path}");
    }

    private static string Published(WeightsDto weights) =>
        weights.Metrics.Count == 0 ? "not known" : string.Join(", ", weights.Metrics.Select(pair => $"{pair.Key} {Quantities.Percent(pair.Value)}"));
}
