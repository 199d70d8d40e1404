using Graft.Artifacts;
using Graft.Networks;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;

namespace Graft.Bench;

/// <summary>ML.NET 5 on the same ONNX file: LoadImages, ResizeImages, ExtractPixels, ApplyOnnxModel.</summary>
internal sealed class MlNetPeer : IDisposable
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"graft-bench-{Environment.ProcessId}.onnx");
    private readonly MLContext _context = new(1);
    private readonly ITransformer _pipeline;
    private readonly IDataView _pictures;
    private readonly string _column;

    public MlNetPeer(Pretrained model, Graph graph, string folder)
    {
        var (width, height) = (model.Preprocess.Width, model.Preprocess.Height);
        AtomicFile.WriteBytes(_file, OnnxWriter.ToBytes(graph, model.Parameters, new OnnxOptions { Preprocess = model.Preprocess }));
        _column = OnnxWriter.Features;
        _pictures = _context.Data.LoadFromEnumerable(Directory.GetFiles(folder, "*.jpg").Order().Select(path => new Picture { Path = path }).ToList());
        _pipeline = _context.Transforms.LoadImages("image", "", nameof(Picture.Path))
            .Append(_context.Transforms.ResizeImages("image", width, height, "image", ImageResizingEstimator.ResizingKind.IsoCrop))
            .Append(_context.Transforms.ExtractPixels("images", "image", interleavePixelColors: true, outputAsFloatArray: false))
            .Append(_context.Transforms.ApplyOnnxModel([_column], ["images"], _file,
                new Dictionary<string, int[]> { ["images"] = [1, height, width, 3], [_column] = [1, graph.OutputChannels] }, null, false, 100))
            .Fit(_pictures);
    }

    /// <summary>Features of all pictures; the sum keeps the work from being skipped.</summary>
    public double Run()
    {
        var total = 0.0;
        foreach (var row in _pipeline.Transform(_pictures).GetColumn<float[]>(_column)) total += row[0];
        return total;
    }

    public void Dispose() => File.Delete(_file);

    private sealed class Picture
    {
        public string Path { get; set; } = "";
    }
}
