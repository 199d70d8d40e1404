using System.Diagnostics;

namespace Graft.Bench;

/// <summary>Checkpoints made by Debian's torchvision (eng/torchvision_checkpoints.py) in a temporary folder.</summary>
internal sealed class TorchvisionFiles : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("graft-bench-").FullName;

    /// <summary>The zip file of an architecture with its initial values.</summary>
    public string Make(string model)
    {
        var start = new ProcessStartInfo("/usr/bin/python3", [Path.Combine(SampleImages.Repository, "eng", "torchvision_checkpoints.py"), _folder, model])
        {
            RedirectStandardOutput = true,
        };
        using var python = Process.Start(start)!;
        python.StandardOutput.ReadToEnd();
        python.WaitForExit();
        var file = Path.Combine(_folder, $"{model}.pth");
        return File.Exists(file) ? file : throw new InvalidOperationException("This needs Debian's python3-torchvision; or give files: load resnet50=file.pth");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
