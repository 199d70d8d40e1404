using Graft.Artifacts;
using Graft.Networks;

namespace Graft;

/// <summary>What every export does: rounds where it must, writes beside the target, and moves the file into place only if the engines agree.</summary>
internal static class ModelExport
{
    /// <summary>Writes a model file; nothing is left at <paramref name="path"/> when the engines differ.</summary>
    /// <param name="path">The file.</param>
    /// <param name="manifest">Its precision decides the rounding.</param>
    /// <param name="specs">The parameters that the network has.</param>
    /// <param name="parameters">Their values.</param>
    /// <param name="write">Writes the file with these values and compares trainer and ONNX Runtime.</param>
    /// <exception cref="GraftException">The parity gate is closed, or the file cannot be written.</exception>
    public static T Write<T>(string path, Manifest manifest, IReadOnlyList<ParameterSpec> specs, ParameterSet parameters, Func<string, ParameterSet, T> write)
    {
        if (manifest.Precision == Manifest.Half) parameters = HalfPrecision.Round(specs, parameters); // the gate is for the rounded network
        path = OutputFile.Place(path);
        var candidate = path + ".unchecked";
        try
        {
            var parity = write(candidate, parameters);
            File.Move(candidate, path, overwrite: true);
            return parity;
        }
        finally
        {
            File.Delete(candidate);
        }
    }
}
