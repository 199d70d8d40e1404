using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Graft.Tests.Models;

namespace Graft.Bench;

/// <summary>
/// graft-predict in three forms: on the .NET runtime, trimmed with the runtime beside it, and compiled ahead of time. Whether all answer alike, how large each is, and how
/// long it takes from the start of the process to the end of the first prediction.
/// </summary>
internal sealed class PredictStart : IComparison
{
    private const int Runs = 15;

    private static readonly (string Name, string[] Properties)[] Forms =
    [
        ("runtime", []),
        ("trimmed", ["-p:PublishTrimmed=true"]),
        ("ahead of time", ["-p:PublishAot=true"]),
    ];

    public string Name => "predict-start";

    public string Description => "graft-predict on the runtime, trimmed and compiled ahead of time: same answers, size, first prediction";

    public int Run(string[] arguments)
    {
        var folder = Directory.CreateTempSubdirectory("graft-start-").FullName;
        try
        {
            var root = SampleImages.Repository;
            TinyModels.WriteAll(folder);
            var image = Path.Combine(root, "samples", "photos", "tool", "hammer1.jpg");
            var published = Forms.Select(form => Publish(root, folder, form.Name, form.Properties)).ToList();
            var expected = TinyModels.Tasks.ToDictionary(task => task, task => Answer(published[0].Program, folder, task, image).Hash);
            Console.WriteLine($"{Measure.Machine()}; process start to end for one image, {Runs} runs in turn");
            Console.WriteLine("| form | warnings | own size, MB | with natives, MB | same answers for | median, ms | to the runtime's |");
            Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- |");
            var times = published.Select(_ => new List<double>()).ToList();
            for (var run = 0; run < Runs; run++)
                for (var at = 0; at < published.Count; at++)
                    times[at].Add(Answer(published[at].Program, folder, "classify", image).Milliseconds);
            var medians = times.Select(Measure.Median).ToList();
            foreach (var (form, at) in published.Select((form, at) => (form, at)))
            {
                var same = TinyModels.Tasks.Where(task => Answer(form.Program, folder, task, image).Hash == expected[task]);
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"| {Forms[at].Name} | {form.Warnings} | {form.OwnBytes / 1e6:0.00} | {form.Bytes / 1e6:0.0} | {string.Join(", ", same)} | {medians[at]:0} | {medians[at] / medians[0]:0.00} |"));
            }
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Published Publish(string root, string folder, string name, string[] properties)
    {
        var output = Path.Combine(folder, name);
        var start = new ProcessStartInfo("dotnet",
            ["publish", Path.Combine(root, "src", "Predict"), "-c", "Release", "-nologo", "-v", "minimal", "--artifacts-path", Path.Combine(folder, $"build {name}"), "-o", output,
                "-p:CreateSymbolicLinksForCopyLocalIfPossible=false", .. properties])
        { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var log = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException(log);
        var files = new DirectoryInfo(output).GetFiles("*", SearchOption.AllDirectories);
        var warnings = log.Split('\n').Where(line => line.Contains(": warning ", StringComparison.Ordinal)).Distinct().Count();
        return new(Path.Combine(output, "Graft.Predict"), warnings, files.Where(file => file.Name.StartsWith("Graft", StringComparison.Ordinal)).Sum(file => file.Length),
            files.Sum(file => file.Length));
    }

    private static (string Hash, double Milliseconds) Answer(string program, string folder, string task, string image)
    {
        var watch = Stopwatch.StartNew();
        using var process = Process.Start(new ProcessStartInfo(program, [Path.Combine(folder, $"{task}.onnx"), image, "--json"]) { RedirectStandardOutput = true })!;
        var answer = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        var time = watch.Elapsed.TotalMilliseconds;
        if (process.ExitCode != 0) throw new InvalidOperationException($"{program} ended with {process.ExitCode}.");
        return (Convert.ToHexString(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(answer))), time);
    }

    private sealed record Published(string Program, int Warnings, long OwnBytes, long Bytes);
}
