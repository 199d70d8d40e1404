using Graft.Artifacts;
using Graft.Networks;

namespace Graft.Tests.Detection;

/// <summary>Exported files of tiny detectors, each written once for all tests of a class.</summary>
public sealed class ExportedDetectors : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly Dictionary<string, (DetectionNetwork Network, ParameterSet Parameters, string Path, Parity Difference)> _made = [];

    /// <summary>The detector, its file, and the largest difference that the parity gate found.</summary>
    internal (DetectionNetwork Network, ParameterSet Parameters, string Path, Parity Difference) Of(string model)
    {
        if (_made.TryGetValue(model, out var made)) return made;
        var (network, parameters) = TinyDetector.Make(model);
        var path = _folder[$"{model}.onnx"];
        return _made[model] = (network, parameters, path, DetectorExport.Write(path, network, parameters, TinyDetector.ManifestOf(model)));
    }

    public void Dispose() => _folder.Dispose();
}
