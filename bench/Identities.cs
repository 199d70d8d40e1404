using System.Diagnostics;
using Graft.Tasks;
using Graft.Training;

namespace Graft.Bench;

/// <summary>Transfer to identities beside the frozen network, on composed things that neither was trained on.</summary>
internal sealed class Identities : IComparison
{
    private const int Learned = 80, Unseen = 40, Looks = 12, Epochs = 8;
    private const double Minutes = 20;

    public string Name => "identities";

    public string Description =>
        "identities [--quick] [--loss cosface|arcface|triplet]: transfer to identities beside the frozen network, on COMPOSED things, not faces";

    public int Run(string[] arguments)
    {
        var folder = Directory.CreateTempSubdirectory("graft-bench-").FullName;
        try
        {
            // What is learned and what is tested have no photograph in common, neither as texture nor behind it.
            string[] photos = [.. Directory.EnumerateFiles(Path.Combine(SampleImages.Repository, "samples", "photos"), "*.jpg", SearchOption.AllDirectories)
                .Order(StringComparer.Ordinal)];
            var data = Path.Combine(folder, "things");
            new ComposedThings(photos.Where((_, at) => at % 3 != 0), 1).Write(Path.Combine(data, "train"), 0, Learned, Looks);
            new ComposedThings(photos.Where((_, at) => at % 3 == 0), 2).Write(Path.Combine(data, "test"), Learned, Unseen, Looks);
            Console.WriteLine($"{Measure.Machine()}");
            Console.WriteLine($"COMPOSED things, not about faces, animals or parts: shapes of random waves cut out of the bundled photographs, {Learned} to learn "
                + $"and {Unseen} unseen, {Looks} images each: turned, scaled, lit, partly covered, on other photographs; {Pretrained.DefaultModel}, 112 pixels");
            Console.WriteLine();
            Console.WriteLine("| | measure | frozen | trained | trained less frozen, joint 95 % over things | kept | minutes |");
            Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- |");
            var request = new IdentityRequest(data) { ImageSize = 112, Epochs = Epochs, Project = Path.Combine(folder, "runs") };
            var isAdapted = Row("adapt", new IdentityRequest(data) { ImageSize = 112, Project = request.Project, Strategy = Strategy.Adapt }).IsKept;
            var loss = Array.IndexOf(arguments, "--loss") is >= 0 and var at ? arguments[at + 1] : nameof(IdentityLoss.CosFace);
            var isShown = arguments.Contains("--quick") ? isAdapted
                : Row(loss.ToLowerInvariant(), request with { Loss = Enum.Parse<IdentityLoss>(loss, ignoreCase: true) }).IsBetter;
            Console.WriteLine();
            Console.WriteLine(isShown ? "all as asked for" : "not as asked for");
            return isShown ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static (bool IsKept, bool IsBetter) Row(string name, IdentityRequest request)
    {
        var watch = Stopwatch.StartNew();
        var result = Identifier.Train(request);
        var minutes = watch.Elapsed.TotalMinutes;
        var comparison = result.Test!.AgainstFrozen!;
        foreach (var row in comparison.Rows)
            Console.WriteLine(FormattableString.Invariant(
                $"| {name} | {row.Name} | {row.Frozen:0.000} | {row.Trained:0.000} | {row.Difference} | {(comparison.Pays ? "yes" : "no")} | {minutes:0.0} |"));
        var first = comparison.Rows[0];
        return (comparison.Pays, comparison.Pays && first.Low > 0 && first.Frozen is >= 0.5 and <= 0.8 && minutes <= Minutes);
    }
}
