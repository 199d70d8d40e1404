using Graft.Tasks;

namespace Graft.Tests.Coverage;

/// <summary>
/// Images with one to three objects, each of which is found with one probability. Without false detections the average precision is the share of
/// recalls that are reached; with them it is that of very many images.
/// </summary>
/// <param name="falseDetections">False detections of each image on average; their scores are lower.</param>
internal sealed class ObjectWorld(double falseDetections) : World
{
    private const int Classes = 2, ManyImages = 40_000;
    private readonly Dictionary<double, double> _truths = [];

    public override string Name => falseDetections == 0 ? "objects found or not"
        : FormattableString.Invariant($"objects, {falseDetections:0.#} false an image");

    public override IEnumerable<(string Metric, ConfidenceInterval? Interval, double Truth)> Draw(int images, double truth, SeededRandom random)
    {
        double known;
        lock (_truths)
        {
            if (!_truths.TryGetValue(truth, out known))
                _truths[truth] = known = Report(ManyImages, truth, new SeededRandom(99), 0)["AP50"].Value!.Value;
        }
        var report = Report(images, truth, random, Resamples);
        foreach (var key in (string[])["AP50", "AP"]) yield return (key, report[key].Interval, known);
        yield return ("AP of the first class", report.PerClass[0].APInterval, known);
    }

    private CocoReport Report(int images, double truth, SeededRandom random, int resamples)
    {
        var matches = new ClassMatches[Classes, CocoScale.Sizes];
        for (var label = 0; label < Classes; label++)
            for (var size = 0; size < CocoScale.Sizes; size++) matches[label, size] = new ClassMatches();
        for (var image = 0; image < images; image++)
        {
            var objects = new int[Classes];
            for (var at = 1 + random.Next(3); at > 0; at--) objects[random.Next(Classes)]++;
            for (var label = 0; label < Classes; label++)
            {
                var list = matches[label, CocoScale.AllSizes];
                list.AddObjects(image, objects[label]);
                var rank = 0;
                for (var at = 0; at < objects[label]; at++)
                    if (random.NextDouble() < truth) list.Add(new(0.3 + 0.7 * random.NextDouble(), image, rank++, 0x3FF, 0));
                if (random.NextDouble() < falseDetections / Classes) list.Add(new(0.6 * random.NextDouble(), image, rank, 0, 0));
            }
        }
        return CocoEvaluation.Summarise(["one", "other"], matches, images, new() { Resamples = resamples, Seed = random.NextBits(), Workers = 1 });
    }
}
