using System.Globalization;

namespace Graft.Bench;

/// <summary>
/// Images a second of full fine-tuning: two ranks on one core each beside one rank on one core, with as many images a rank, and beside one process with two
/// threads. They take turns, and the middle of each counts.
/// </summary>
internal static class MpiSpeed
{
    private const int EachRank = 8, Rounds = 3;

    public static int Run(string folder, string[] models, string[] settings)
    {
        Console.WriteLine($"{Measure.Machine()}");
        Console.WriteLine("| network | one rank on one core | two ranks | times one | one process with two threads | times that |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- |");
        var isRight = true;
        foreach (var model in models)
        {
            var speeds = Enumerable.Range(0, Rounds).Select(_ => (One: EachRank / OneRank(folder, model, settings),
                Two: 2 * EachRank / Seconds(folder, model, settings, ["mpirun.openmpi", "--bind-to", "core", "--map-by", "core", "-np", "2"], 2 * EachRank, 1),
                Threads: 2 * EachRank / Seconds(folder, model, settings, [], 2 * EachRank, 2))).ToArray();
            var (one, two, threads) = (Middle(speeds.Select(speed => speed.One)), Middle(speeds.Select(speed => speed.Two)), Middle(speeds.Select(speed => speed.Threads)));
            isRight &= two / one >= 1.75 && two / threads >= 1;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {model} | {one:0.0} images/s | {two:0.0} images/s | {two / one:0.00} | {threads:0.0} images/s | {two / threads:0.00} |"));
        }
        return isRight ? 0 : 1;
    }

    /// <summary>Seconds of a step of one rank on one core.</summary>
    public static double OneRank(string folder, string model, string[] settings) => Seconds(folder, model, settings, ["taskset", "-c", "0"], EachRank, 1);

    private static double Seconds(string folder, string model, string[] settings, string[] launcher, int batch, int threads)
    {
        var file = Path.Combine(folder, $"{model}-speed");
        Mpi.Start([.. launcher, .. Mpi.Program(), "mpi", Mpi.Rank, $"out={file}", .. settings, $"model={model}", $"batch={batch}", "compress=0"], threads);
        return RankRecord.Read(file).SecondsOfStep;
    }

    private static double Middle(IEnumerable<double> values) => values.Order().ElementAt(Rounds / 2);
}
