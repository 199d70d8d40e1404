using Graft.Artifacts;
using Microsoft.ML.OnnxRuntime;

namespace Graft.Runtime;

/// <summary>
/// A session of ONNX Runtime that is freed when it was disposed and the last run has ended: native memory that is freed during a run ends the process.
/// </summary>
internal sealed class NativeSession : IDisposable
{
    private readonly Lock _gate = new();
    private readonly InferenceSession _session;
    private readonly string _name;
    private readonly IActivationObserver? _observer;
    private int _leases = 1; // the owner's
    private bool _isDisposed;

    /// <param name="session">Taken over.</param>
    /// <param name="name">What the user calls the model.</param>
    /// <param name="observer">Sees the activations of every run; null for nobody.</param>
    public NativeSession(InferenceSession session, string name, IActivationObserver? observer = null)
    {
        (_session, _name, _observer) = (session, name, observer);
        (Inputs, Outputs) = (session.InputMetadata, session.OutputMetadata);
        EmbeddingWidth = Outputs.TryGetValue(OnnxWriter.Embedding, out var embedding) ? embedding.Dimensions[^1] : 0;
        OptionalInputs = session.OverridableInitializerMetadata.Keys.ToHashSet();
    }

    /// <summary>Inputs that must be given, in the order of the file.</summary>
    public IReadOnlyDictionary<string, NodeMetadata> Inputs { get; }

    /// <summary>Inputs that need not be given.</summary>
    public IReadOnlySet<string> OptionalInputs { get; }

    /// <summary>Outputs.</summary>
    public IReadOnlyDictionary<string, NodeMetadata> Outputs { get; }

    /// <summary>Numbers of the output <see cref="OnnxWriter.Embedding"/>; 0 in files of earlier versions, which lack it.</summary>
    public int EmbeddingWidth { get; }

    /// <summary>Keeps the session until the lease is disposed; what a run answered lives in the session's memory and must be read before.</summary>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    /// <param name="cancellation">Ends a run under way.</param>
    public Lease Use(CancellationToken cancellation = default)
    {
        lock (_gate)
        {
            ThrowIfDisposed();
            _leases++;
        }
        return new Lease(this, cancellation);
    }

    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public void ThrowIfDisposed()
    {
        if (Volatile.Read(ref _isDisposed)) throw new ObjectDisposedException($"the model '{_name}'");
    }

    public void Dispose()
    {
        lock (_gate)
        {
            if (_isDisposed) return;
            Volatile.Write(ref _isDisposed, true);
        }
        Release();
    }

    private void Release()
    {
        lock (_gate)
            if (--_leases > 0) return;
        _session.Dispose();
        NativeLibraryC.ReturnFreedMemory();
    }

    /// <summary>The right to run a session.</summary>
    internal readonly struct Lease(NativeSession owner, CancellationToken cancellation) : IDisposable
    {
        /// <summary>Runs into the caller's memory.</summary>
        public void Run(
            IReadOnlyCollection<string> inputs,
            IReadOnlyCollection<OrtValue> values,
            IReadOnlyCollection<string> outputs,
            IReadOnlyCollection<OrtValue> answers)
        {
            var session = owner._session;
            if (owner._observer is not null)
            {
                using var found = Run(inputs, values, outputs);
                foreach (var (at, answer) in answers.Index()) found[at].GetTensorDataAsSpan<float>().CopyTo(answer.GetTensorMutableDataAsSpan<float>());
                return;
            }
            _ = Cancellable(run =>
            {
                session.Run(run, inputs, values, outputs, answers);
                return true;
            });
        }

        /// <summary>Runs into the session's memory. Behind the outputs others may follow, which an observer saw.</summary>
        public IDisposableReadOnlyCollection<OrtValue> Run(
            IReadOnlyCollection<string> inputs, IReadOnlyCollection<OrtValue> values, IReadOnlyCollection<string> outputs)
        {
            var session = owner._session;
            if (owner._observer is not { } observer) return Cancellable(run => session.Run(run, inputs, values, outputs));
            var found = Cancellable(run => session.Run(run, inputs, values, [.. outputs, .. observer.Names]));
            for (var at = 0; at < observer.Names.Count; at++) observer.Add(observer.Names[at], found[outputs.Count + at].GetTensorDataAsSpan<float>());
            return found;
        }

        public void Dispose() => owner.Release();

        // Options of its own: what ends one run must not end another. ONNX Runtime looks at them between two operations.
        private T Cancellable<T>(Func<RunOptions, T> run)
        {
            cancellation.ThrowIfCancellationRequested();
            using var options = new RunOptions();
            using var registration = cancellation.UnsafeRegister(static state => ((RunOptions)state!).Terminate = true, options);
            try
            {
                return run(options);
            }
            catch (OnnxRuntimeException failure) when (cancellation.IsCancellationRequested)
            {
                throw new OperationCanceledException("The run was cancelled.", failure, cancellation);
            }
        }
    }
}
