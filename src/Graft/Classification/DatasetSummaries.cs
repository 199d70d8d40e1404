using Graft.Data;
using Graft.Reports;

namespace Graft;

internal static class DatasetSummaries
{
    public static DatasetSummary Of(string source, PreparedData data) => new()
    {
        Source = source,
        Classes = [.. data.Dataset.Classes.Select((name, label) =>
            new ClassCount(name, Count(data.Split.Train, label), Count(data.Split.Validation, label), Count(data.Split.Test, label)))],
        Problems = data.Warnings,
    };

    private static int Count(IReadOnlyList<Sample> samples, int label) => samples.Count(sample => sample.Label == label);
}
