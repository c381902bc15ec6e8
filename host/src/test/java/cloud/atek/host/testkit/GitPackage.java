package cloud.atek.host.testkit;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;

/// A package in a real bare repository, as its author would publish it. One thread.
public final class GitPackage implements AutoCloseable {

    private final Path bare;
    private final Path work;
    private final Git git;

    private GitPackage(Path bare, Path work, Git git) {
        this.bare = bare;
        this.work = work;
        this.git = git;
    }

    /// @param dir an empty folder for both the repository and its work tree
    public static GitPackage create(Path dir, String name) throws IOException, GitAPIException {
        Path bare = Files.createDirectories(dir.resolve(name + ".git"));
        Git.init().setBare(true).setDirectory(bare.toFile()).call().close();
        Path work = dir.resolve(name + "-work");
        Git git = Git.cloneRepository().setURI(bare.toString()).setDirectory(work.toFile()).call();
        return new GitPackage(bare, work, git);
    }

    public Path bare() {
        return bare;
    }

    public GitPackage write(String path, String text) throws IOException {
        Path file = work.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        return this;
    }

    /// Copies all files of a folder, without what a build left there.
    public GitPackage copy(Path from) throws IOException {
        Files.walkFileTree(
                from,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(
                            Path folder, BasicFileAttributes attributes) {
                        return folder.endsWith("target")
                                ? FileVisitResult.SKIP_SUBTREE
                                : FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        Path to = work.resolve(from.relativize(file).toString());
                        Files.createDirectories(to.getParent());
                        Files.copy(file, to);
                        return FileVisitResult.CONTINUE;
                    }
                });
        return this;
    }

    /// Commits all and tags it.
    public GitPackage release(String tag) throws GitAPIException {
        git.add().addFilepattern(".").call();
        commit(tag);
        git.tag().setName(tag).setAnnotated(false).call();
        git.push().setPushAll().setPushTags().call();
        return this;
    }

    /// Commits all and lets a tag that was released name it now.
    public GitPackage move(String tag) throws GitAPIException {
        git.tagDelete().setTags(tag).call();
        git.add().addFilepattern(".").call();
        commit(tag);
        git.tag().setName(tag).setAnnotated(false).call();
        git.push().setForce(true).setPushAll().setPushTags().call();
        return this;
    }

    private void commit(String message) throws GitAPIException {
        git.commit()
                .setMessage(message)
                .setAuthor("Author", "author@example.com")
                .setCommitter("Author", "author@example.com")
                .setSign(false)
                .call();
    }

    /// The bare repository, as a server would open it.
    public Repository repository() throws IOException {
        return new FileRepositoryBuilder().setGitDir(bare.toFile()).setBare().build();
    }

    @Override
    public void close() {
        git.close();
    }
}
