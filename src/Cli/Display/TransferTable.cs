using System.Globalization;
using Graft.Reports;
using Spectre.Console;

namespace Graft.Cli;

/// <summary>What is loaded, re-initialised and frozen, stage by stage.</summary>
internal static class TransferTable
{
    public static Table Of(IReadOnlyList<TransferRow> rows)
    {
        var table = Terminal.Table("stage", "parameters", "values", "training");
        foreach (var row in rows)
            table.AddRow(new[] { row.Stage, row.Parameters.ToString("N0", CultureInfo.InvariantCulture), row.Origin, Training(row) }
                .Select(cell => new Text(cell)));
        return table;
    }

    private static string Training(TransferRow row) => row switch
    {
        { Frozen: true } => "frozen",
        { LearningRate: { } rate } => string.Create(CultureInfo.InvariantCulture, $"rate {rate:0.0e+00}"),
        // Solved, as the values say.
        _ => row.Origin,
    };
}
