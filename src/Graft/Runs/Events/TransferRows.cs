using Graft.Reports;
using Graft.Training;

namespace Graft;

internal static class TransferRows
{
    /// <summary>The table as people read it: where values come from, and the highest rate of any phase.</summary>
    public static IReadOnlyList<TransferRow> Of(TransferTable table) => [.. table.Rows.Select(row =>
    {
        var rates = row.LearningRates.Where(rate => rate is not null).ToList();
        var fitted = table.HeadIsSolved && row == table.Rows[^1];
        return new TransferRow(row.Stage, row.Parameters, Origin(row, fitted ? table.Strategy : null), Frozen: rates.Count == 0 && !fitted, rates.Max());
    })];

    private static string Origin(TransferTableRow row, Strategy? fitted) => (row.Loaded, row.Reinitialised) switch
    {
        _ when fitted == Strategy.Adapt => "discriminant",
        _ when fitted is not null => "logistic regression",
        (0, 0) => "no parameters",
        ( > 0, 0) => "pretrained",
        (0, > 0) => "new",
        _ => $"{row.Loaded} tensors pretrained, {row.Reinitialised} new",
    };
}
