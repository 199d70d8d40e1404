using Graft.Data;
using Graft.Reports;

namespace Graft;

/// <summary>What the report says of a data set.</summary>
internal static class DatasetSummaries
{
    public static DatasetSummary Of(string source, PreparedData data) => new()
    {
        Source = source,
        Classes = Counts(data.Dataset.Classes, data.Split, sample => [sample.Label]),
        Problems = data.Warnings,
    };

    /// <summary>How often each class occurs in each split.</summary>
    /// <param name="classes">Class names.</param>
    /// <param name="split">The samples.</param>
    /// <param name="labels">The labels that a sample counts for.</param>
    public static IReadOnlyList<ClassCount> Counts<TSample>(IReadOnlyList<string> classes, Split<TSample> split, Func<TSample, IEnumerable<int>> labels)
    {
        var (train, validation, test) = (Count(split.Train), Count(split.Validation), Count(split.Test));
        return [.. classes.Select((name, label) => new ClassCount(name, train[label], validation[label], test[label]))];

        int[] Count(IReadOnlyList<TSample> samples)
        {
            var counts = new int[classes.Count];
            foreach (var label in samples.SelectMany(labels)) counts[label]++;
            return counts;
        }
    }
}
