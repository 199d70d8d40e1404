using Graft.Networks;

namespace Graft;

/// <summary>A classifier's checkpoint as the lower part of a segmentation network.</summary>
internal static class BackboneLoading
{
    /// <summary>The backbone's tensors from the file, everything else from the initial values.</summary>
    /// <exception cref="ProblemsException">The file is not one of this backbone; all differences are named.</exception>
    public static LoadedParameters Load(SegmentationEntry entry, Graph graph, ICheckpoint file, ParameterSet initial, LoadOptions options)
    {
        // The whole classifier is compared first, so that another network's file is refused with its own names.
        var classifier = ModelCatalogue.Build(entry.Backbone);
        var fresh = CheckpointLoader.Compare(classifier, file, options).Reinitialised;
        var loaded = CheckpointLoader.Load(classifier, file, options with { Initial = ParameterInitialiser.CreateNamed(classifier, 1, fresh) });
        var parameters = new ParameterSet();
        foreach (var (name, tensor) in initial) parameters.Set(name, tensor);
        HashSet<string> taken = new(StringComparer.Ordinal);
        foreach (var name in loaded.Report.Loaded.Concat(loaded.Report.CountersFromZero))
        {
            if (entry.NameOf(name) is not { } own || !initial.ContainsKey(own)) continue;
            parameters.Set(own, loaded.Parameters[name]);
            taken.Add(own);
        }
        return new LoadedParameters(parameters, loaded.Report with
        {
            Model = graph.Name,
            Loaded = [.. graph.Parameters.Select(spec => spec.Name).Where(taken.Contains)],
            Reinitialised = [.. graph.Parameters.Select(spec => spec.Name).Where(name => !taken.Contains(name))],
            CountersFromZero = [],
        });
    }
}
