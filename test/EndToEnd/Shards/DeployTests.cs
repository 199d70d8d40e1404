using System.Diagnostics;
using System.Text.RegularExpressions;
using Graft.Cli;

namespace Graft.EndToEnd.Tests;

/// <summary>What deploy/ gives to schedulers is run or parsed by their own tools, where these are there.</summary>
public sealed partial class DeployTests : IDisposable
{
    private const int Images = 12;
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("shards/slurm.sh")]
    [InlineData("shards/parallel.sh")]
    [InlineData("shards/indexed-job.yaml")]
    public void Every_flag_is_one_of_predict(string file)
    {
        var line = Assert.Single(File.ReadAllLines(Repository.At("deploy", file)),
            line => line.Contains("graft predict \"$1\"") || line.Contains("args: [predict"));
        var verb = new PredictVerb(new Terminal(TextWriter.Null, TextWriter.Null));
        var flags = Flag().Matches(line).Select(match => match.Value).ToList();
        Assert.Contains("--out", flags);
        Assert.Empty(flags.Except(verb.Options.Select(option => option.Name)));
    }

    [Fact]
    public async Task The_script_of_slurm_writes_a_part_for_each_task()
    {
        Prepare();
        for (var task = 0; task < 3; task++)
        {
            var variables = new Dictionary<string, string> { ["ID"] = $"{task}", ["COUNT"] = "3", ["MIN"] = "0", ["MAX"] = "2", ["STEP"] = "1" };
            await Script("bash", [Repository.At("deploy", "shards", "slurm.sh"), "model.onnx", "a list.txt", "answers"],
                variables.ToDictionary(pair => $"SLURM_ARRAY_TASK_{pair.Key}", pair => pair.Value));
        }
        Assert.Equal(Images, (await PartRows.Of(_folder["answers"])).Distinct().Count());
        var options = File.ReadAllLines(Repository.At("deploy", "shards", "slurm.sh"))
            .Where(line => line.StartsWith("#SBATCH", StringComparison.Ordinal)).ToList();
        Assert.Contains("#SBATCH --array=0-63%16", options);
        Assert.All(options, option => Assert.Matches("^#SBATCH --[a-z-]+(=\\S+)?$", option));
    }

    [Fact]
    public async Task The_line_of_gnu_parallel_writes_all_parts()
    {
        // moreutils has another program of that name.
        var isGnu = Find("parallel") is { } parallel && File.ReadAllBytes(parallel).AsSpan().IndexOf("GNU parallel"u8) >= 0;
        Assert.SkipUnless(isGnu, "GNU parallel is not installed (Debian: apt-get install parallel).");
        Prepare();
        await Script("bash", [Repository.At("deploy", "shards", "parallel.sh"), "model.onnx", "a list.txt", "4", "answers in here"],
            new Dictionary<string, string> { ["JOBS"] = "2" });
        Assert.Equal(4, Directory.GetFiles(_folder["answers in here"]).Length);
        Assert.Equal(Images, (await PartRows.Of(_folder["answers in here"])).Distinct().Count());
    }

    [Theory]
    [InlineData("shards/indexed-job.yaml", "completionMode: Indexed", "backoffLimitPerIndex: 3", "completions: 64", "action: FailJob", "restartPolicy: Never")]
    [InlineData("ranks/mpijob.yaml", "kind: MPIJob", "slotsPerWorker: 1")]
    [InlineData("ranks/trainjob.yaml", "kind: TrainJob", "mpiImplementation: OpenMPI")]
    public async Task Kubectl_reads_the_files_of_kubernetes_and_knows_every_field(string file, params string[] kept)
    {
        Assert.SkipUnless(Find("kubectl") is not null, "kubectl is not installed.");
        // --local reads the file with the types of the client; a field that they do not know would not come out again.
        var shown = await Script("kubectl", ["annotate", "--local", "-f", Repository.At("deploy", file), "read=yes", "-o", "yaml"]);
        Assert.All(kept, line => Assert.Contains(line, shown));
    }

    [Fact]
    public void An_indexed_job_has_as_many_shards_as_completions()
    {
        var text = File.ReadAllText(Repository.At("deploy", "shards", "indexed-job.yaml"));
        Assert.Equal(Completions().Match(text).Groups[1].Value, Shards().Match(text).Groups[1].Value);
    }

    private void Prepare()
    {
        TinyModels.Write("classify", _folder["model.onnx"]);
        for (var number = 0; number < Images; number++) File.WriteAllBytes(_folder[$"{number}.jpg"], TinyModels.Jpeg(60 + number, 50, (ulong)number));
        File.WriteAllText(_folder["a list.txt"], string.Concat(Enumerable.Range(0, Images).Select(number => $"{number}.jpg\n")));
        Directory.CreateDirectory(_folder["bin"]);
        File.WriteAllText(_folder["bin/graft"], $"#!/bin/sh\nexec dotnet '{CommandLineProcess.Program}' \"$@\"\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(_folder["bin/graft"], UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.UserWrite);
    }

    private async Task<string> Script(string program, string[] arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        Assert.SkipUnless(Find(program) is not null, $"{program} is not installed.");
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = _folder.Root, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PATH"] = $"{_folder["bin"]}:{Environment.GetEnvironmentVariable("PATH")}";
        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, await error);
        return await output;
    }

    private static string? Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
        .Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    [GeneratedRegex("(?<![-\\w])--[a-z-]+")]
    private static partial Regex Flag();

    [GeneratedRegex(@"completions: (\d+)")]
    private static partial Regex Completions();

    [GeneratedRegex(@"--shards, ""(\d+)""")]
    private static partial Regex Shards();
}
