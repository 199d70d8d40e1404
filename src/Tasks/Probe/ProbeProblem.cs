namespace Graft.Tasks;

/// <summary>Checked features and labels.</summary>
internal sealed class ProbeProblem
{
    /// <exception cref="GraftException">Sizes, labels or values do not fit together.</exception>
    public ProbeProblem(float[] table, int[] labels, int classes)
    {
        (Table, Labels) = (table, labels);
        Classes = classes > 0 ? classes : labels.Length == 0 ? 0 : labels.Max() + 1;
        Features = labels.Length == 0 ? 0 : table.Length / labels.Length;
        LabelledRows.Check(table, labels, Features, "features", Classes);
    }

    public float[] Table { get; }

    public int[] Labels { get; }

    public int Classes { get; }

    public int Features { get; }

    public int[] AllRows => [.. Enumerable.Range(0, Labels.Length)];

    /// <exception cref="GraftException">A class has fewer images.</exception>
    public void RequireEveryClass(int min = 1)
    {
        var counts = new int[Classes];
        foreach (var label in Labels) counts[label]++;
        var few = Enumerable.Range(0, Classes).Where(c => counts[c] < min).ToList();
        if (few.Count > 0)
            throw new GraftException($"{(few.Count == 1 ? "Class" : "Classes")} {string.Join(", ", few)} of {Classes} {(few.Count == 1 ? "has" : "have")} too few images.",
                $"Each class needs at least {min}.", "Add images or leave the class out.");
    }
}
