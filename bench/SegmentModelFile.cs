using Graft.Artifacts;
using Graft.Networks;

namespace Graft.Bench;

/// <summary>A segmentation network as a model file, for the benches that look at files.</summary>
internal static class SegmentModelFile
{
    public static void Write(string path, PretrainedSegmenter model, ParameterSet parameters, SegmentationSizes sizes, IReadOnlyList<string> classes)
    {
        var contract = sizes.Contract(model.Preprocess);
        SegmenterExport.Write(path, model.Graph, parameters, new Manifest
        {
            Task = "segment",
            Model = model.Graph.Name,
            Classes = classes,
            Preprocess = contract,
            PreprocessHash = contract.Hash,
            Producer = "bench",
        });
    }
}
