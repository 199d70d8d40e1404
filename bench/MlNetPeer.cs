using System.Diagnostics;
using System.Globalization;
using Graft.Artifacts;
using Graft.Networks;

namespace Graft.Bench;

/// <summary>ML.NET 5 on the same ONNX file (LoadImages, ResizeImages, ExtractPixels, ApplyOnnxModel), in a process of its own: bench/MlNet.</summary>
internal sealed class MlNetPeer : IDisposable
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"graft-bench-{Environment.ProcessId}.onnx");
    private readonly Process _process;

    public MlNetPeer(Pretrained model, Graph graph, string folder)
    {
        AtomicFile.WriteBytes(_file, OnnxWriter.ToBytes(graph, model.Parameters, new OnnxOptions { Preprocess = model.Preprocess }));
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        var program = Path.Combine(SampleImages.Repository, "bench", "MlNet", "bin", configuration, "net10.0", "Graft.Bench.MlNet.dll");
        if (!File.Exists(program)) throw new GraftException("The peer is not built.", cure: $"dotnet build bench/MlNet -c {configuration}");
        _process = Process.Start(new ProcessStartInfo("dotnet",
            [program, _file, folder, $"{model.Preprocess.Width}", $"{model.Preprocess.Height}", $"{graph.OutputChannels}"])
        { RedirectStandardInput = true, RedirectStandardOutput = true })!;
    }

    /// <summary>One pass over the images; answers after it.</summary>
    public double Run()
    {
        _process.StandardInput.WriteLine("go");
        var answer = _process.StandardOutput.ReadLine() ?? throw new GraftException("The peer has ended.");
        return double.Parse(answer.Split(' ')[0], CultureInfo.InvariantCulture);
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit(5000);
        _process.Dispose();
        File.Delete(_file);
    }
}
