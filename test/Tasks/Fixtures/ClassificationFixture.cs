using System.Text.Json;

namespace Graft.Tasks.Tests;

/// <summary>Answers of scikit-learn, and the formula of their inputs (eng/classification_fixture.py).</summary>
internal static class ClassificationFixture
{
    private static readonly Answers All = JsonSerializer.Deserialize<Answers>(
        File.ReadAllText(Graft.Tests.Repository.At("test", "Tasks", "Fixtures", "classification.json")), Json.Options)!;

    public static IReadOnlyList<MetricCase> Metrics => All.Metrics;

    public static IReadOnlyList<RegressionCase> Regressions => All.Regressions;

    public static IReadOnlyList<double[]> Wilson => All.Wilson;

    public static int[] Labels(int rows, int classes) => [.. Enumerable.Range(0, rows).Select(i => (i * i + i / 3) % classes)];

    public static double[] Noise(int count, uint salt)
    {
        var values = new double[count];
        for (var i = 0; i < count; i++)
        {
            var x = (uint)i * 0x9E3779B1u + salt * 0x85EBCA6Bu;
            x = (x ^ (x >> 16)) * 0x85EBCA6Bu;
            x = (x ^ (x >> 13)) * 0xC2B2AE35u;
            x ^= x >> 16;
            values[i] = (x >> 16) / 65536.0 - 0.5;
        }
        return values;
    }

    public static float[] Features(RegressionCase answers)
    {
        var noise = Noise(answers.Rows * answers.Features, answers.Salt);
        var labels = Labels(answers.Rows, answers.Classes);
        for (var i = 0; i < answers.Rows; i++)
        {
            noise[i * answers.Features + labels[i]] += 0.625;
            noise[i * answers.Features + 1] = noise[i * answers.Features + 1] * 8 + 3;
        }
        return [.. noise.Select(value => (float)value)];
    }

    public static float[] Scores(MetricCase answers)
    {
        var logits = Noise(answers.Rows * answers.Classes, answers.Salt);
        var labels = Labels(answers.Rows, answers.Used);
        for (var i = 0; i < logits.Length; i++)
        {
            logits[i] *= 4;
            if (i % answers.Classes == labels[i / answers.Classes]) logits[i] += 1.25;
            if (answers.Coarse) logits[i] = Math.Round(logits[i]);
        }
        return Softmax.Apply([.. logits.Select(value => (float)value)], answers.Classes);
    }

    internal sealed record Answers(MetricCase[] Metrics, RegressionCase[] Regressions, double[][] Wilson);
}
