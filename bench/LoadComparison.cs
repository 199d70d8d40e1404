using System.Diagnostics;
using System.Globalization;
using Graft.Networks;

namespace Graft.Bench;

/// <summary>
/// Time and memory of building a network and loading it from a file, each in a process of its own: a peak of resident memory
/// belongs to a process and cannot be taken back. Files are made by Debian's torchvision unless they are given.
/// </summary>
internal sealed class LoadComparison : IComparison
{
    private static readonly string[] Steps = ["load", "onnx", "torch"];

    public string Name => "load";

    public string Description => "time and peak memory of loading checkpoints: load [model=file ...]";

    public int Run(string[] arguments)
    {
        if (arguments is ["child", var model, var file, var step])
        {
            LoadedOnce.Run(model, file, step);
            return 0;
        }
        using var made = new TorchvisionFiles();
        var cases = arguments.Length > 0 ? [.. arguments.Select(argument => argument.Split('=', 2))] : Cases(made);
        Console.WriteLine(Measure.Machine());
        Console.WriteLine("| network | file | then | seconds | hash, s | peak above the empty process, MB | of the parameters | standing, MB |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- | --- |");
        foreach (var pair in cases)
            foreach (var then in Steps)
                Console.WriteLine($"| {pair[0]} | {Path.GetExtension(pair[1])} {new FileInfo(pair[1]).Length / 1e6:0} MB "
                    + $"| {then} | {Child(pair[0], pair[1], then)} |");
        return 0;
    }

    private static List<string[]> Cases(TorchvisionFiles made)
    {
        var (vgg, resnet) = (made.Make("vgg16"), made.Make("resnet50"));
        var tensors = Path.ChangeExtension(resnet, ".safetensors");
        using (var checkpoint = Checkpoint.Open(resnet))
            SafeTensors.Write(tensors, checkpoint.Entries.Keys.ToDictionary(name => name, checkpoint.Read));
        return [["vgg16", vgg], ["resnet50", resnet], ["resnet50", tensors]];
    }

    private static string Child(string model, string file, string step)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet") start.ArgumentList.Add(typeof(LoadComparison).Assembly.Location);
        foreach (var argument in new[] { "load", "child", model, file, step }) start.ArgumentList.Add(argument);
        using var child = Process.Start(start)!;
        var output = child.StandardOutput.ReadToEnd().Trim();
        child.WaitForExit();
        return child.ExitCode == 0 ? output : string.Create(CultureInfo.InvariantCulture, $"failed with {child.ExitCode}");
    }
}
