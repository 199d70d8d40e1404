using Graft.Networks;
using Spectre.Console;

namespace Graft.Cli;

/// <summary>Networks one below the other.</summary>
internal static class ModelTable
{
    public static void Show(IReadOnlyList<ModelRow> rows, IAnsiConsole console)
    {
        if (rows.Count == 0)
        {
            console.WriteLine("No network matches all of these. `graft models` lists all.");
            return;
        }
        var areClassifiers = rows.All(row => row.Kind == TaskKind.Classify);
        var table = Terminal.Table("name", "family", "parameters", "multiply-adds", "input", areClassifiers ? "top-1" : "published", "here", "weights",
            "licence");
        foreach (var row in rows)
        {
            var weights = row.Weights.FirstOrDefault(weights => weights.Path is not null) ?? row.Weights.FirstOrDefault();
            table.AddRow(new[]
            {
                row.Name, row.Family, Quantities.Millions(row.Parameters), Quantities.Billions(weights?.MultiplyAdds ?? row.MultiplyAdds),
                $"{weights?.InputSize ?? row.InputSize}", weights?.Published ?? "-", Quantities.Rate(row.ImagesPerSecond), weights?.Where ?? "none",
                weights is null ? "" : LicenceTerms.Describe(weights.Licence),
            }.Select(cell => new Text(cell)));
        }
        console.Write(table);
        console.WriteLine($"{rows.Count} models. `graft models NAME` shows stages and all weights; `graft models pull NAME` downloads; --measure fills "
            + $"\"here\" (images a second).{(areClassifiers ? $" {OtherModels.Flags} list the others." : "")}");
    }
}
