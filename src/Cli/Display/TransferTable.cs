using System.Globalization;
using Spectre.Console;

namespace Graft.Cli;

/// <summary>What is loaded, re-initialised and frozen, stage by stage.</summary>
internal static class TransferTable
{
    public static Table Of(IReadOnlyList<TransferRow> rows)
    {
        var phases = rows.Count == 0 ? 0 : rows.Max(row => row.Training.Count);
        var table = Terminal.Table(["stage", "parameters", "loaded", "new",
            .. Enumerable.Range(1, phases).Select(phase => phases == 1 ? "training" : $"phase {phase}")]);
        foreach (var row in rows)
            table.AddRow([.. new[]
            {
                row.Stage, row.Parameters.ToString("N0", CultureInfo.InvariantCulture), $"{row.Loaded}", $"{row.Initialised}",
            }.Concat(row.Training).Select(cell => new Text(cell))]);
        return table;
    }
}
