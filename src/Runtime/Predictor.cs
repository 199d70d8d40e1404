using Graft.Artifacts;
using Graft.Imaging;

namespace Graft.Runtime;

/// <summary>
/// A model file that answers images: a file's name, its bytes, a stream of them, or pixels, one image or many. Thread-safe. Using it during or after
/// <see cref="Dispose"/> gives <see cref="ObjectDisposedException"/>; work that has begun is finished, and then the memory is freed.
/// </summary>
/// <remarks>
/// Many images are answered in their order with decoding and network on all cores. An answer is given as soon as it is there, and only a few images are
/// read ahead: a source that never ends is fine, and is not read on once the caller stops. Memory does not grow with the number of images.
/// </remarks>
/// <typeparam name="TPrediction">What it says of an image.</typeparam>
public abstract partial class Predictor<TPrediction> : IDisposable where TPrediction : Prediction
{
    private readonly NativeSession _session;
    private readonly WorkLimits _limits;

    private protected Predictor(Manifest manifest, NativeSession session, RuntimeOptions options, int batchSize)
    {
        (Manifest, _session, Options) = (manifest, session, options);
        _limits = new WorkLimits(options.Workers, batchSize);
    }

    /// <summary>What the file says of itself.</summary>
    public Manifest Manifest { get; }

    private protected RuntimeOptions Options { get; }

    /// <summary>How images are read.</summary>
    internal DecodeOptions Decoding => Options.Decoding;

    /// <summary>Answers an image file.</summary>
    /// <exception cref="ImageException">It cannot be read and <see cref="RuntimeOptions.OnBadImage"/> is Fail.</exception>
    /// <exception cref="ObjectDisposedException">The predictor was disposed.</exception>
    public TPrediction Predict(string path) => One(ImageInput.Of(path), Here);

    /// <summary>Answers the image in a stream, which is read from where it is to its end and not disposed.</summary>
    /// <inheritdoc cref="Predict(string)" path="/exception"/>
    public TPrediction Predict(Stream stream) => One(ImageInput.Of(stream), Here);

    /// <summary>Answers the image in the bytes of a file, such as a <c>byte[]</c>.</summary>
    /// <inheritdoc cref="Predict(string)" path="/exception"/>
    public TPrediction Predict(ReadOnlyMemory<byte> bytes) => One(ImageInput.Of(bytes), Here);

    /// <summary>Answers pixels of any size.</summary>
    /// <exception cref="ObjectDisposedException">The predictor was disposed.</exception>
    public TPrediction Predict(RgbImage image) => One(ImageInput.Of(image), Here);

    /// <summary>Answers image files in their order.</summary>
    /// <inheritdoc cref="Predict(string)" path="/exception"/>
    public IEnumerable<TPrediction> Predict(IEnumerable<string> paths) => Many(paths.Select(ImageInput.Of), Here);

    /// <summary>Answers the images in streams, in their order. Each is read before the next is asked for, and not disposed.</summary>
    /// <inheritdoc cref="Predict(string)" path="/exception"/>
    public IEnumerable<TPrediction> Predict(IEnumerable<Stream> streams) => Many(streams.Select((stream, at) => ImageInput.Of(stream, at + 1)), Here);

    /// <summary>Answers the images in the bytes of files, in their order.</summary>
    /// <inheritdoc cref="Predict(string)" path="/exception"/>
    public IEnumerable<TPrediction> Predict(IEnumerable<byte[]> files) => Many(files.Select((bytes, at) => ImageInput.Of(bytes, at + 1)), Here);

    /// <summary>Answers pixels, in their order.</summary>
    /// <exception cref="ObjectDisposedException">The predictor was disposed.</exception>
    public IEnumerable<TPrediction> Predict(IEnumerable<RgbImage> images) => Many(images.Select((image, at) => ImageInput.Of(image, at + 1)), Here);

    /// <summary>Answers images however they were handed in, in their order.</summary>
    internal IEnumerable<TPrediction> PredictInputs(IEnumerable<ImageInput> inputs) => Many(inputs, Here);

    /// <summary>Numbers of an image's embedding; 0 for files of earlier versions, which have none.</summary>
    internal int EmbeddingWidth => _session.EmbeddingWidth;

    /// <summary>What the file answers about an image that is compared with others.</summary>
    internal abstract WatchedAnswer Watch(RgbImage image, CancellationToken cancellation);

    /// <summary>Embeddings of images in memory that are at the network's size already, for the parity gate; the file must have them.</summary>
    /// <param name="images">count x Height x Width x 3 bytes.</param>
    /// <param name="count">Images.</param>
    /// <param name="size">Their size.</param>
    internal abstract float[] Embeddings(ReadOnlySpan<byte> images, int count, (int Height, int Width) size);

    /// <summary>What a file of 8 bits answers to a probe.</summary>
    /// <param name="seed">Seed of the probe's image.</param>
    internal float[] SelfTestAnswer(ulong seed) => QuantisedSelfTest.Answer(_session, Manifest, seed);

    /// <summary>The probes that the task compares; files of 8 bits have others, see <see cref="QuantisedProbes"/>.</summary>
    private protected IReadOnlyList<Probe> OwnProbes => Manifest.Precision == Manifest.Int8 ? [] : Manifest.Probes;

    /// <summary>Closes the model. What is being answered is finished.</summary>
    public void Dispose()
    {
        _session.Dispose();
        Close();
        GC.SuppressFinalize(this);
    }

    /// <summary>Closes what was opened besides.</summary>
    private protected virtual void Close()
    {
    }

    /// <summary>Answers every slot of a batch: the one path that every image takes.</summary>
    /// <param name="batch">The images.</param>
    /// <param name="cancellation">Ends the run of the network under way.</param>
    private protected abstract void Answer(IReadOnlyList<Slot<ImageInput, TPrediction>> batch, CancellationToken cancellation);

    /// <summary>Answers images on the calling thread alone, those of one input size together; each slot holds its answer or its failure.</summary>
    /// <exception cref="ObjectDisposedException">The predictor was disposed.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled; slots that had their answer keep it.</exception>
    internal IReadOnlyList<Slot<ImageInput, TPrediction>> AnswerHere(IReadOnlyList<ImageInput> images, CancellationToken cancellation)
    {
        _session.ThrowIfDisposed();
        var slots = images.Select(image => new Slot<ImageInput, TPrediction>(image)).ToList();
        Answer(slots, cancellation);
        return slots;
    }

    private void Here(IReadOnlyList<Slot<ImageInput, TPrediction>> batch) => Answer(batch, CancellationToken.None);

    /// <summary>The answer to an image that could not be read.</summary>
    private protected abstract TPrediction Unread(ImageInput input, ImageException failure);

    private protected TPrediction One(ImageInput input, Action<IReadOnlyList<Slot<ImageInput, TPrediction>>> answer)
    {
        _session.ThrowIfDisposed();
        var slot = new Slot<ImageInput, TPrediction>(input);
        answer([slot]);
        return slot.Task.GetAwaiter().GetResult();
    }

    private protected IEnumerable<TPrediction> Many(IEnumerable<ImageInput> inputs, Action<IReadOnlyList<Slot<ImageInput, TPrediction>>> answer)
    {
        _session.ThrowIfDisposed();
        return OrderedWork.Run(inputs, _limits, answer);
    }

    /// <summary>Loads the image of a slot; where that fails, the slot is answered as <see cref="RuntimeOptions.OnBadImage"/> says.</summary>
    private protected bool IsLoaded(Slot<ImageInput, TPrediction> slot, Action load)
    {
        try
        {
            load();
            return true;
        }
        catch (ImageException failure)
        {
            if (Options.OnBadImage == OnBadImage.Skip) slot.Answer(Unread(slot.Item, failure));
            else slot.Fail(failure);
            return false;
        }
    }

    /// <summary>A model file of one of the tasks.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How it is to be used.</param>
    /// <param name="expected">What was expected, for the message.</param>
    /// <param name="tasks">The tasks.</param>
    private protected static (Manifest Manifest, byte[] Model) Load(
        string path, RuntimeOptions options, string expected, params IEnumerable<TaskKind> tasks)
    {
        var loaded = ModelFile.Load(path);
        if (TaskKinds.Find(loaded.Manifest.Task) is not { } task || !tasks.Contains(task))
            throw new GraftException($"'{path}' is a model for the task '{loaded.Manifest.Task}'.", expected);
        AbstainingTasks.Require(task, options.Abstain);
        return loaded;
    }

    /// <summary>A predictor whose self-test passed; otherwise it is closed.</summary>
    private protected static TPredictor Tested<TPredictor>(string path, TPredictor predictor, Action<TPredictor> test) where TPredictor : Predictor<TPrediction>
    {
        try
        {
            predictor.ModelPath = path;
            test(predictor);
            if (predictor.Manifest.Precision == Manifest.Int8 && !predictor.Options.IsUnfinished)
                foreach (var probe in QuantisedProbes.Of(predictor.Manifest, path))
                    QuantisedProbes.Check(probe, predictor.SelfTestAnswer(probe.Seed), predictor.Manifest.Quantisation, $"The self-test of '{path}' failed");
            return predictor;
        }
        catch
        {
            predictor.Dispose();
            throw;
        }
    }
}
