using System.Diagnostics;
using Graft.Artifacts;
using Graft.Imaging;

namespace Graft.Runtime;

/// <summary>A model file that the workers run, whatever its task.</summary>
internal abstract class ServedModel : IDisposable
{
    /// <summary>Images that run together at most, where nothing else is asked for or measured.</summary>
    public const int LargestBatch = 8;

    public abstract Manifest Manifest { get; }

    /// <summary>Whether several images may run together.</summary>
    public abstract bool TakesBatches { get; }

    /// <summary>Opens a file of any task and lets it test itself.</summary>
    /// <exception cref="GraftException">It is refused.</exception>
    public static ServedModel Open(string path, ServingLimits limits)
    {
        var task = TaskKinds.Parse(ModelFile.Peek(path).Manifest.Task);
        // Of a service's models the classifiers abstain.
        var runtime = AbstainingTasks.WhyNot(task) is null ? limits.Runtime : limits.Runtime with { Abstain = null };
        switch (task)
        {
            case TaskKind.Classify:
                return new ServedClassifier(ClassificationPredictor.Open(path, runtime));
            case TaskKind.Detect or TaskKind.Instances:
                // Detectors take one image at a time unless a number is given.
                if (limits.MaxBatch is null) runtime = runtime with { BatchSize = 1 };
                return new ServedDetector(DetectionPredictor.Open(path, runtime with { ScoreThreshold = DetectedFacts.DefaultConfidence }),
                    runtime.BatchSize > 1);
            case TaskKind.Segment:
                return new ServedSegmenter(SegmentationPredictor.Open(path, runtime));
            default:
                throw new GraftException($"A model of the task '{task.Name()}' is not served.", "classify, detect, instances or segment is expected.");
        }
    }

    /// <summary>The size of the network's input for an image of that size.</summary>
    public (int Height, int Width) InputSizeOf(int width, int height)
    {
        var contract = Manifest.Preprocess;
        if (contract.ResizeLonger == 0) return (contract.Height, contract.Width);
        var (fittedWidth, fittedHeight) = FittedImage.SizeOf(contract, width, height);
        return FittedImage.InputOf(contract, fittedWidth, fittedHeight);
    }

    /// <summary>Tells what is to be compared of images; closed with the model.</summary>
    public abstract WatchedModel Watched { get; }

    /// <summary>Decodes and runs on the calling thread; every ticket then has its answer.</summary>
    public abstract void Answer(IReadOnlyList<ServingTicket> batch, CancellationToken cancellation);

    /// <summary>Runs ready pixels on the calling thread.</summary>
    /// <exception cref="GraftException">The network does not take this size.</exception>
    public abstract IReadOnlyList<NamedTensor> Infer(TensorImages images, CancellationToken cancellation);

    /// <summary>Names, types and shapes of what <see cref="Infer"/> answers; -1 for what is free.</summary>
    public abstract IReadOnlyList<(string Name, string Type, long[] Shape)> Outputs { get; }

    /// <summary>Rows of an output for each image at most: one, or what is found on it.</summary>
    protected virtual int RowsPerImage => 1;

    /// <summary>Numbers of each output of <see cref="Infer"/> at most.</summary>
    public long NumbersOf(long[] shape, TensorImages images)
    {
        var free = new Queue<int>([images.Height, images.Width]);
        return shape.Skip(1).Aggregate((long)images.Count * RowsPerImage, (numbers, side) => numbers * (side < 0 ? free.Dequeue() : side));
    }

    /// <summary>An entry of the answer, as <c>graft predict --json</c> prints it.</summary>
    /// <param name="prediction">Of this model.</param>
    /// <param name="number">Number of the image in the request, from 1.</param>
    public abstract object Facts(Prediction prediction, int number);

    /// <summary>The answer to an image that was refused before it came to the queue.</summary>
    public abstract Prediction Unread(ImageException failure);

    public abstract void Dispose();
}

/// <summary>A predictor that the workers run.</summary>
internal abstract class ServedModel<TPrediction>(Predictor<TPrediction> predictor) : ServedModel where TPrediction : Prediction
{
    public sealed override Manifest Manifest => predictor.Manifest;

    public sealed override WatchedModel Watched { get; } = WatchedModel.Of(predictor);

    public sealed override void Answer(IReadOnlyList<ServingTicket> batch, CancellationToken cancellation)
    {
        var begun = Stopwatch.GetTimestamp();
        var slots = predictor.AnswerHere([.. batch.Select(ticket => ticket.Image!)], cancellation);
        var decoding = slots.Aggregate(TimeSpan.Zero, (sum, slot) => sum + slot.Decoding);
        var running = Stopwatch.GetElapsedTime(begun) - decoding;
        foreach (var (ticket, slot) in batch.Zip(slots))
        {
            (ticket.Decoding, ticket.Running) = (slot.Decoding, running);
            if (slot.Task.IsCompletedSuccessfully) ticket.Set(slot.Task.Result);
            else ticket.Fail(slot.Task.Exception?.InnerException ?? new OperationCanceledException(cancellation));
        }
    }

    public sealed override object Facts(Prediction prediction, int number) => Facts((TPrediction)prediction, number);

    public sealed override void Dispose() => predictor.Dispose();

    protected abstract object Facts(TPrediction prediction, int number);
}
