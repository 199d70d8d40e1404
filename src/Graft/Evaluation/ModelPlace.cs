namespace Graft;

/// <summary>Where a model lies.</summary>
internal static class ModelPlace
{
    /// <summary>A model file as it is; of a run's folder its model file.</summary>
    /// <exception cref="GraftException">The folder is not a run's, or the run is not finished.</exception>
    public static string FileOf(string model)
    {
        if (!Directory.Exists(model)) return model;
        var file = RunFolder.Open(model).Model;
        return File.Exists(file) ? file
            : throw new GraftException($"The run '{model}' has no model file.", "A run writes it when its training is done.",
                $"Finish it: graft train --resume {model}");
    }
}
