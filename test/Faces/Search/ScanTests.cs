using CsCheck;

namespace Graft.Faces.Tests;

public class ScanTests
{
    public static TheoryData<string> Ways => [.. CodeProducts.Ways.Select(way => way.ToString())];

    [Theory, MemberData(nameof(Ways))]
    public void The_ranking_is_that_of_float32_even_where_rows_are_nearly_as_near(string way)
    {
        // Clusters in which distances differ by the last bits, and copies that are equal.
        var random = new SeededRandom(5);
        foreach (var dimension in new[] { 128, 100, 512, 3 })
        {
            using var index = new DescriptorIndex(dimension);
            List<float[]> rows = [];
            for (var i = 0; i < 3000; i++)
            {
                var row = i % 3 != 0 && i > 0 ? (float[])rows[random.Next(rows.Count)].Clone()
                    : [.. Enumerable.Range(0, dimension).Select(_ => (float)(0.09 * random.Normal()))];
                if (i % 3 == 1) row[random.Next(dimension)] *= 1 + 1e-6f * random.Next(20);
                rows.Add(row);
            }
            Fill(index, rows, row => row / 2);
            for (var query = 0; query < 60; query++)
            {
                var values = (float[])rows[random.Next(rows.Count)].Clone();
                values[random.Next(dimension)] += (float)(1e-4 * random.Normal());
                Check(index, rows, values, 10, new ScanOptions { Way = Enum.Parse<CodeProductsWay>(way), Threads = 2 }, row => row / 2);
            }
        }
    }

    [Fact]
    public void Any_values_are_ranked_as_float32_does() =>
        Gen.Select(Gen.Float[-1000, 1000].Array[5].Array[1, 60], Gen.Float[-1000, 1000].Array[5], Gen.Int[1, 8],
            Gen.Int[-12, 4]).Sample((rows, query, count, scale) =>
        {
            var factor = MathF.Pow(10, scale);
            var scaled = rows.Select((row, at) => row.Select(value => at % 4 == 0 ? value * factor : value).ToArray()).ToList();
            using var index = new DescriptorIndex(5);
            Fill(index, scaled, row => row / 2);
            Check(index, scaled, query, count, new ScanOptions(), row => row / 2);
        }, iter: 2000);

    [Fact]
    public void Several_queries_at_once_answer_as_one_by_one()
    {
        using var index = new DescriptorIndex(128);
        var rows = Enumerable.Range(0, 20_000).Select(row => SyntheticPeople.Face(row / 4, row % 4)).ToList();
        Fill(index, rows, row => row / 4);
        var queries = Enumerable.Range(0, 16).Select(query => (ReadOnlyMemory<float>)SyntheticPeople.Face(query * 31, 77)).ToList();
        var together = FaceScan.Nearest(index, queries, 5, new ScanOptions { Threads = 3 });
        for (var i = 0; i < queries.Count; i++) Assert.Equal(FaceScan.Nearest(index, [queries[i]], 5, new ScanOptions { Threads = 1 })[0], together[i]);
        Assert.All(together.Index(), found => Assert.Equal(found.Index * 31, found.Item[0].Person));
    }

    [Fact]
    public void Few_rows_are_computed_in_float32()
    {
        using var index = new DescriptorIndex(128);
        Fill(index, [.. Enumerable.Range(0, 50_000).Select(row => SyntheticPeople.Face(row, 0))], row => row);
        var rescored = 0;
        FaceScan.Nearest(index, [SyntheticPeople.Face(17, 3)], 10, new ScanOptions { Rescored = count => rescored = count });
        Assert.InRange(rescored, 10, 100);
    }

    [Fact]
    public void Removed_rows_are_cleared_and_their_places_used_again()
    {
        using var index = new DescriptorIndex(128);
        Fill(index, [.. Enumerable.Range(0, 100).Select(row => SyntheticPeople.Face(row, 0))], row => row);
        index.Remove(person => person % 2 == 0);
        Assert.Equal(50, index.Count);
        Assert.All(Enumerable.Range(0, 50), row => Assert.True(index.Row(2 * row).IndexOfAnyExcept(0f) < 0));
        Assert.Equal(51, FaceScan.Nearest(index, [SyntheticPeople.Face(51, 1)], 1)[0][0].Person);
        Assert.DoesNotContain(FaceScan.Nearest(index, [SyntheticPeople.Face(50, 0)], 100)[0], hit => hit.Person % 2 == 0);
        var row = index.Reserve(1)[0];
        Assert.InRange(row, 0, 99);
        index.Set(row, 1000, 5000, SyntheticPeople.Face(50, 0));
        Assert.Equal(1000, FaceScan.Nearest(index, [SyntheticPeople.Face(50, 0)], 1)[0][0].Person);
    }

    [Fact]
    public void The_mean_of_all_samples_is_exact_too()
    {
        using var index = new DescriptorIndex(128);
        var rows = Enumerable.Range(0, 9000).Select(row => SyntheticPeople.Face(row % 900, row, 0.05)).ToList();
        Fill(index, rows, row => row % 900);
        for (var query = 0; query < 20; query++)
        {
            var values = SyntheticPeople.Face(query * 40, 99_999, 0.08);
            var expected = Enumerable.Range(0, 900)
                .Select(person => (person, mean: Enumerable.Range(0, 10).Average(k => (double)FaceScan.Distance(values, rows[person + 900 * k]))))
                .OrderBy(pair => pair.mean).Take(7).Select(pair => pair.person);
            Assert.Equal(expected, PersonScan.NearestMean(index, values, 7).Select(hit => hit.Person));
        }
    }

    private static void Fill(DescriptorIndex index, IReadOnlyList<float[]> rows, Func<int, int> personOf)
    {
        var places = index.Reserve(rows.Count);
        for (var i = 0; i < rows.Count; i++) index.Set(places[i], personOf(i), i, rows[i]);
    }

    private static void Check(DescriptorIndex index, List<float[]> rows, float[] query, int count, ScanOptions options, Func<int, int> personOf)
    {
        var expected = rows.Select((row, at) => (Person: personOf(at), Distance: FaceScan.Distance(query, row), Sample: (long)at))
            .GroupBy(hit => hit.Person).Select(own => own.OrderBy(hit => hit.Distance).ThenBy(hit => hit.Sample).First())
            .OrderBy(hit => hit.Distance).ThenBy(hit => hit.Sample).Take(count);
        Assert.Equal(expected, FaceScan.Nearest(index, [query], count, options)[0].Select(hit => (hit.Person, hit.Distance, hit.Sample)));
    }
}
