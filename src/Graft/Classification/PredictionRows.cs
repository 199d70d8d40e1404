using Graft.Data;
using Graft.Reports;

namespace Graft;

internal static class PredictionRows
{
    public static IEnumerable<PredictionRow> Of(IReadOnlyList<Sample> samples, float[] scores, IReadOnlyList<string> classes) =>
        samples.Select((sample, row) => new PredictionRow(sample.Name, classes[sample.Label],
            new ArraySegment<float>(scores, row * classes.Count, classes.Count)));
}
