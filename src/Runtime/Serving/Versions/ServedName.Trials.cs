namespace Graft.Runtime;

// A version that is tried beside the one that answers.
internal sealed partial class ServedName
{
    private VersionTrial? _trial;
    private VersionFile? _trialFile;

    /// <summary>The trial that runs; null for none.</summary>
    public VersionTrial? Trial => Volatile.Read(ref _trial);

    /// <summary>
    /// Tries a version beside the one that answers, which is wanted until another one is asked for; also after a restart. A trial that ran is over.
    /// </summary>
    /// <exception cref="GraftException">A number of the wish is out of its range.</exception>
    /// <exception cref="VersionRefusal">There is no such version, it is the one that answers, it was refused, or the wish could not be written.</exception>
    public void Try(TrialWish wish)
    {
        wish.Validate();
        lock (_loading)
        {
            var now = Look();
            if (Current is not { } current || _currentFile is not { Version: not VersionFile.Alone } answering)
                throw new VersionRefusal(
                    VersionFault.Untriable, $"No other version of '{Name}' can be tried.", "It is served from one file, whose place another version takes.");
            if (Find(now, wish.Version) is not { } file)
                throw new VersionRefusal(VersionFault.Missing, $"'{Name}' has no version '{wish.Version}'.",
                    $"There are {string.Join(", ", now.Select(one => one.Version))}.");
            if (file == _currentFile) throw new VersionRefusal(VersionFault.Untriable, $"Version '{wish.Version}' of '{Name}' answers already.");
            lock (_refused) _refused.Remove(file);
            if (Opened(file) is not { } candidate)
                throw Refused(file);
            try
            {
                Keep(_state.Of(Name) with { Version = answering.Version, Trial = wish, Tried = null });
            }
            catch
            {
                if (candidate != _trial?.Candidate) candidate.Retire();
                throw;
            }
            Begin(wish, candidate, file, current);
        }
    }

    /// <summary>Ends the trial.</summary>
    /// <returns>The version that answers; null where no trial ran.</returns>
    /// <exception cref="VersionRefusal">That could not be written down.</exception>
    private string? StopTrial()
    {
        lock (_loading)
        {
            if (_trial is null) return null;
            Keep(_state.Of(Name) with { Trial = null, Tried = TriedVersion.Of(_trialFile!, "Its trial was ended.") });
            EndTrial();
            return Current?.Version;
        }
    }

    private void PollTrial(IReadOnlyList<VersionFile> before, IReadOnlyList<VersionFile> now, bool isFirst)
    {
        if (Current is not { } current || _currentFile is not { Version: not VersionFile.Alone } answering) return;
        if (_trial is { } running && !now.Contains(_trialFile!)) GoBack(running, "Its file was written over or is gone.");
        if (_trial is not null) return;
        // What was wanted before a restart; then a version that is new.
        var kept = _state.Of(Name);
        var wish = kept.Trial;
        if (wish is not null && (Find(now, wish.Version) is not { } own || IsRefused(own)))
        {
            KeepIfPossible(kept = kept with { Trial = null });
            Doubted?.Invoke(wish.Version, "It was to be tried, and its file is not there or was refused.");
            wish = null;
        }
        if (wish is null && NewVersionShare < 1)
        {
            if (kept.Version is null) KeepIfPossible(kept = kept with { Version = answering.Version });
            // The newest that is not refused, and none that is older than one that went back.
            if (NewVersionShare > 0 && now.FirstOrDefault(one => !IsRefused(one)) is { } newest && newest.CompareTo(answering) > 0
                && kept.Tried?.Precludes(newest) != true)
                wish = new TrialWish(newest.Version, TrialKind.Canary) { Share = NewVersionShare };
        }
        if (wish is null || Find(now, wish.Version) is not { } file || IsRefused(file) || (!isFirst && !before.Contains(file))) return;
        if (file == _currentFile) KeepIfPossible(kept with { Trial = null }); // the one that was wanted beside it is gone
        else if (TryOpen(file) is { } candidate)
        {
            KeepIfPossible(kept with { Version = answering.Version, Trial = wish });
            Begin(wish, candidate, file, current);
        }
    }

    private void Begin(TrialWish wish, ServedVersion candidate, VersionFile file, ServedVersion current)
    {
        EndTrial(closes: _trial?.Candidate != candidate);
        _trialFile = file;
        // It is judged on a request's thread, which must not wait for a file that is being loaded.
        Volatile.Write(ref _trial, new VersionTrial(wish, candidate, current, (trial, reason) => Task.Run(() => GoBack(trial, reason))));
        Changed?.Invoke(candidate.Version, StateOf(wish.Kind), null);
    }

    private void GoBack(VersionTrial trial, string reason)
    {
        lock (_loading)
        {
            if (_trial != trial) return; // it is over, and another one may run
            KeepIfPossible(_state.Of(Name) with { Trial = null, Tried = TriedVersion.Of(_trialFile!, reason) });
            EndTrial(reason);
        }
    }

    private void EndTrial(string? reason = null, bool closes = true)
    {
        if (_trial is not { } trial) return;
        trial.End();
        (_trial, _trialFile) = (null, null);
        if (closes) Release(trial.Candidate, reason);
    }

    // The version that is tried is open.
    private ServedVersion? Opened(VersionFile file) => file == _trialFile && _trial is { } trial ? trial.Candidate : TryOpen(file);

    // Callers of one address expect one kind of answer.
    private void Compare(VersionFile file, Artifacts.Manifest manifest)
    {
        if (Current is not { Model.Manifest: var own } current) return;
        if (manifest.Task != own.Task)
            throw new GraftException(
                $"It is a model of the task '{manifest.Task}'.", $"'{Name}' answers with the task '{own.Task}'.", "Serve it under another name.");
        if (!manifest.Classes.SequenceEqual(own.Classes, StringComparer.Ordinal))
            Doubted?.Invoke(file.Version, $"Its classes are not those of version {current.Version}, or in another order.");
    }

    private void KeepIfPossible(WantedVersion wish)
    {
        if (_state.TrySet(Name, wish) is { } failure) NotKept?.Invoke(failure);
    }

    // Somebody may have it answer all the same.
    private string? WentBack(VersionFile file) =>
        _state.Of(Name).Tried is { } tried && tried.Is(file) && file != _currentFile && file != _trialFile ? tried.Reason : null;

    private static VersionState StateOf(TrialKind kind) => kind == TrialKind.Canary ? VersionState.Canary : VersionState.Shadow;
}
