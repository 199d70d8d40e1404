using System.Diagnostics;
using Graft.Networks;
using Graft.Tests;

namespace Graft.EndToEnd.Tests;

/// <summary>Trainings of a few photos by the launchers of MPI that are installed.</summary>
public abstract class RankProcesses : IDisposable
{
    protected const string OpenMpi = "mpirun.openmpi", Mpich = "mpirun.mpich";
    protected static readonly string[] Steps =
        ["--strategy", "full", "--optimizer", "sgd", "--lr", "0.0001", "--batch", "4", "--imgsz", "64", "--workers", "1"];

    private readonly TestFolder _folder = Photos.TwoClasses(8);

    internal TestFolder Folder => _folder;

    public void Dispose() => _folder.Dispose();

    private protected static Dictionary<string, string> Root => new() { ["OMPI_ALLOW_RUN_AS_ROOT"] = "1", ["OMPI_ALLOW_RUN_AS_ROOT_CONFIRM"] = "1" };

    private protected static void Require(string launcher) => Assert.SkipUnless(
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, launcher))),
        launcher == Mpich ? "needs mpich" : "needs openmpi-bin");

    private protected Task<Outcome> Run(string launcher, string[] arguments) =>
        CommandLineProcess.Run(_folder.Root, arguments, new Dictionary<string, string> { ["GRAFT_MPIRUN"] = launcher, ["OMP_NUM_THREADS"] = "1" });

    private protected Process Start(string launcher, string[] arguments) =>
        CommandLineProcess.Start(_folder.Root, arguments, new Dictionary<string, string> { ["GRAFT_MPIRUN"] = launcher, ["OMP_NUM_THREADS"] = "1" });

    private protected async Task Trained(string launcher, string name, params string[] more)
    {
        string[] epochs = more.Contains("--epochs") ? [] : ["--epochs", "3"];
        var outcome = await Run(launcher, ["train", "photos", .. Steps, "--project", "runs", "--name", name, .. epochs, .. more]);
        Assert.True(outcome.ExitCode == 0, outcome.Error);
    }

    private protected static async Task Until(Func<bool> isSo, Process process)
    {
        while (!isSo())
        {
            Assert.False(process.HasExited, "It ended before it was disturbed.");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    // The process of a rank whose working folder is this test's.
    private protected int RankOf(int rank) => Directory.GetDirectories("/proc").Where(folder => int.TryParse(Path.GetFileName(folder), out _)).Where(folder =>
    {
        try
        {
            if (new FileInfo(Path.Combine(folder, "cwd")).LinkTarget != _folder.Root) return false;
            return File.ReadAllText(Path.Combine(folder, "environ")).Split('\0')
                .Any(word => word == $"OMPI_COMM_WORLD_RANK={rank}" || word == $"PMI_RANK={rank}");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }).Select(folder => int.Parse(Path.GetFileName(folder))).Single();

    private protected double Difference(string one, string other)
    {
        using var first = Checkpoint.Open(_folder[$"runs/{one}/weights/last.safetensors"]);
        using var second = Checkpoint.Open(_folder[$"runs/{other}/weights/last.safetensors"]);
        return first.Entries.Keys.Max(name => first.Read(name).Data.Zip(second.Read(name).Data, (a, b) => (double)Math.Abs(a - b)).DefaultIfEmpty(0).Max());
    }
}
