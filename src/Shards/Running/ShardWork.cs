using Graft.Runtime;

namespace Graft.Shards;

/// <summary>What answers the images of a list.</summary>
/// <typeparam name="TAnswer">What it says of one.</typeparam>
internal abstract class ShardWork<TAnswer>
{
    /// <summary>What it is, without the list.</summary>
    public abstract PartJob Job { get; }

    /// <summary>The columns of its answers. Rows wait in them, so each part has its own.</summary>
    public abstract PartTable<TAnswer> Table();

    /// <summary>Answers in the order of the images.</summary>
    public abstract IEnumerable<TAnswer> Answer(IEnumerable<ReadImage> images);
}

/// <summary>A model file.</summary>
internal sealed class PredictorWork<TPrediction>(Predictor<TPrediction> predictor, string settings, Func<PartTable<TPrediction>> table) : ShardWork<TPrediction>
    where TPrediction : Prediction
{
    public override PartJob Job => new()
    {
        Task = predictor.Manifest.Task,
        Model = predictor.Manifest.Model,
        ModelHash = predictor.Manifest.ContentHash ?? "",
        PreprocessHash = predictor.Manifest.PreprocessHash,
        Settings = settings,
        ListHash = "",
        Items = 0,
        Shards = 0,
    };

    public override PartTable<TPrediction> Table() => table();

    public override IEnumerable<TPrediction> Answer(IEnumerable<ReadImage> images) => predictor.PredictInputs(images.Select(image => image.Input));
}
